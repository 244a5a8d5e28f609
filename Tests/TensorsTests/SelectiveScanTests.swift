import Foundation
import Tensors
import Testing

@Suite("The selective scan")
struct SelectiveScanTests {
  /// The recurrence as docs/semantics.md, section 4, states it; the arguments are x, delta, a, b, c and skip.
  @Sendable static func scan(_ given: [Grid]) -> Grid {
    let (x, delta, a, b, c, skip) = (given[0], given[1], given[2], given[3], given[4], given[5])
    var y = Grid(x.shape) { _ in 0 }
    let (frames, channels) = (x.shape[1], x.shape[2])
    for trial in 0..<x.shape[0] {
      for channel in 0..<channels {
        var state = [Double](repeating: 0, count: a.shape[1])
        for frame in 0..<frames {
          let (input, step) = (x[trial, frame, channel], delta[trial, frame, channel])
          var sum = skip[channel] * input
          for n in state.indices {
            state[n] = exp(step * a[channel, n]) * state[n] + step * input * b[trial, frame, n]
            sum += state[n] * c[trial, frame, n]
          }
          y.values[(trial * frames + frame) * channels + channel] = sum
        }
      }
    }
    return y
  }

  /// Batch, frames, channels, states; 16 channels go through the kernel at a time.
  static let cases = [(2, 5, 3, 4), (1, 1, 1, 1), (1, 9, 16, 3), (2, 4, 17, 3), (1, 6, 33, 16), (1, 3, 2, 40)].map {
    (batch: Int, frames: Int, channels: Int, states: Int) in
    let (wide, narrow) = ([batch, frames, channels], [batch, frames, states])
    return Operation(
      "scan", [wide, wide, [channels, states], narrow, narrow, [channels]],
      in: -1...1, 0.01...1, -4...(-0.1), -1...1,
      run: { $0[0].selectiveScan(delta: $0[1], a: $0[2], b: $0[3], c: $0[4], skip: $0[5]) }, reference: scan)
  }

  @Test("gives the values and slopes of float64", arguments: cases)
  func agree(_ operation: Operation) { check(operation, tolerance: 5e-5) }

  @Test("takes a state that has all but died out without a trace of what is not a number")
  func decay() {
    let x = Tensor(repeating: 1, shape: [1, 180, 2])
    let y = x.selectiveScan(
      delta: Tensor(repeating: 100, shape: [1, 180, 2]), a: Tensor(repeating: -16, shape: [2, 3]),
      b: Tensor(repeating: 1, shape: [1, 180, 3]), c: Tensor(repeating: 1, shape: [1, 180, 3]),
      skip: Tensor(repeating: 1, shape: [2]))
    #expect(y.values.allSatisfy { $0 == 301 })
  }
}
