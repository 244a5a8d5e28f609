import Foundation

extension TorchGenerator {
  /// `torch.Tensor.normal_()` of mean 0 and deviation 1 (docs/semantics.md, section 7b).
  ///
  /// Box and Muller's transform on blocks of 16 uniform numbers; a last block that is not whole is drawn again
  /// over the last 16 numbers. Fewer than 16 numbers, which PyTorch draws in double precision one pair at a
  /// time, are taken from one block of 16 here.
  public mutating func normal(_ count: Int) -> [Float] {
    var values = uniform(max(count, 16), from: 0, to: 1)
    let whole = values.count / 16 * 16
    for start in stride(from: 0, to: whole, by: 16) { Self.transform(&values, from: start) }
    if whole < values.count {
      let start = values.count - 16
      values.replaceSubrange(start..., with: uniform(16, from: 0, to: 1))
      Self.transform(&values, from: start)
    }
    return Array(values.prefix(count))
  }

  private static func transform(_ values: inout [Float], from start: Int) {
    for j in start..<start + 8 {
      let radius = (-2 * log(1 - values[j])).squareRoot()
      let angle = 2 * Float.pi * values[j + 8]
      values[j] = radius * cos(angle)
      values[j + 8] = radius * sin(angle)
    }
  }
}
