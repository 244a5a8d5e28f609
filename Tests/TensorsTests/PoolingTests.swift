import Tensors
import Testing

@Suite("Pooling along frames")
struct PoolingTests {
  /// The numbers of each window.
  static func windows(
    _ x: Grid, _ size: Int, _ stride: Int, _ padding: FramePadding?, _ pick: ([Double]) -> Double
  ) -> Grid {
    let frames = x.shape[1]
    return Grid([x.shape[0], (frames + stride - 1) / stride, x.shape[2]]) { index in
      let before = padding == nil ? 0 : padding == .causal ? size - 1 : (size - 1) / 2
      let places = (0..<size).map { index[1] * stride - before + $0 }.compactMap { place in
        padding == .circular ? (place + 10 * frames) % frames : (0..<frames).contains(place) ? place : nil
      }
      return pick(places.map { x[index[0], $0, index[2]] })
    }
  }

  /// Frames, size, stride, padding.
  static let cases: [(Int, Int, Int, FramePadding?)] = [
    (8, 2, 2, nil), (7, 2, 2, nil), (7, 3, 2, nil), (7, 3, 2, .zeros), (7, 3, 2, .circular), (7, 3, 2, .causal),
    (5, 4, 1, .zeros), (1, 2, 2, nil), (2, 5, 1, .circular), (9, 1, 3, nil),
  ]

  static let operations = cases.flatMap { frames, size, stride, padding in
    [
      Operation(
        "largest of \(size) every \(stride)", [[2, frames, 3]],
        run: { $0[0].maxPooled(size, stride: stride, padding: padding) },
        reference: { windows($0[0], size, stride, padding) { $0.max() ?? .nan } }),
      Operation(
        "mean of \(size) every \(stride)", [[2, frames, 3]],
        run: { $0[0].averagePooled(size, stride: stride, padding: padding) },
        reference: { windows($0[0], size, stride, padding) { $0.reduce(0, +) / Double($0.count) } }),
    ]
  }

  @Test("gives the values and slopes of float64", arguments: operations)
  func agree(_ operation: Operation) { check(operation) }

  @Test("gives the gradient to the first of equal numbers, and keeps what is not a number, as PyTorch does")
  func ties() {
    let x = Tensor([2, 2, 1, 3, .nan, 0, 1, 1, 4], shape: [1, 9, 1])
    let y = x.maxPooled(3).values
    #expect(y[0] == 2 && y[1].isNaN && y[2] == 4)
    let slopes = gradients(of: [x]) { ($0[0].maxPooled(3) * Tensor([1, 2, 3], shape: [1, 3, 1])).sum() }
    #expect(slopes.gradients[0].values == [1, 0, 0, 0, 2, 0, 0, 0, 3])
    #expect(Tensor([1, 2, 3, 4, 5], shape: [1, 5, 1]).averagePooled(2).values == [1.5, 3.5, 5])
    #expect(Tensor([3, 0, 6, 0], shape: [1, 4, 1]).averagePooled(3, stride: 2, padding: .circular).values == [1, 2])
  }
}
