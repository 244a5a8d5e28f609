import Tensors
import Testing

@Suite("More or fewer frames")
struct ResamplingTests {
  /// PyTorch's `interpolate` with `align_corners=False`, or around the cycle.
  static func reference(_ x: Grid, _ frames: Int, _ interpolation: Interpolation) -> Grid {
    let given = x.shape[1]
    return Grid([x.shape[0], frames, x.shape[2]]) { index in
      let middle = (Double(index[1]) + 0.5) * Double(given) / Double(frames)
      func number(_ place: Int) -> Double {
        let inside = interpolation == .circular ? (place + given) % given : min(max(place, 0), given - 1)
        return x[index[0], inside, index[2]]
      }
      guard interpolation != .nearest else { return number(index[1] * given / frames) }
      let left = (middle - 0.5).rounded(.down)
      let share = middle - 0.5 - left
      return number(Int(left)) * (1 - share) + number(Int(left) + 1) * share
    }
  }

  static let operations = [(4, 8), (3, 7), (7, 3), (1, 5), (5, 1), (6, 6), (180, 90)].flatMap { given, frames in
    Interpolation.allCases.map { interpolation in
      Operation(
        "\(interpolation) from \(given) to \(frames)", [[2, given, 3]],
        run: { $0[0].resampled(frames: frames, by: interpolation) },
        reference: { reference($0[0], frames, interpolation) })
    }
  }

  @Test("have the values and slopes of float64", arguments: operations)
  func agree(_ operation: Operation) { check(operation) }

  /// `torch.nn.functional.interpolate(x, scale_factor=2)` and `(..., mode="linear")` of 1, 2, 3, 4.
  @Test("have PyTorch's numbers")
  func numbers() {
    let x = Tensor([1, 2, 3, 4], shape: [1, 4, 1])
    #expect(x.resampled(frames: 8, by: .nearest).values == [1, 1, 2, 2, 3, 3, 4, 4])
    #expect(x.resampled(frames: 8).values == [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4])
    #expect(x.resampled(frames: 8, by: .circular).values == [1.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 3.25])
    #expect(x.resampled(frames: 2).values == [1.5, 3.5] && x.resampled(frames: 2, by: .nearest).values == [1, 3])
  }

  static let strides = [([7], 0, 2), ([2, 7, 3], 1, 3), ([2, 6], -1, 2), ([3, 2], 0, 5)].map {
    (shape: [Int], axis: Int, step: Int) in
    Operation("every \(step) of axis \(axis)", [shape], run: { $0[0].strided(axis: axis, by: step) }) { given in
      let place = ShapeTests.place(axis, in: shape)
      var kept = shape
      kept[place] = (shape[place] + step - 1) / step
      return Grid(kept) { index in
        var index = index
        index[place] *= step
        return given[0][index]
      }
    }
  }

  @Test("are every second or third one", arguments: strides)
  func strided(_ operation: Operation) { check(operation) }
}
