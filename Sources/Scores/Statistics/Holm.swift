/// Holm's step-down correction of p-values for the number of tests (docs/semantics.md, section 9).
///
/// - Returns: the adjusted p-values in the order given.
public func holm(_ pValues: [Double]) -> [Double] {
  let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
  var adjusted = pValues
  var floor = 0.0
  for (rank, index) in order.enumerated() {
    floor = max(floor, min(1, Double(pValues.count - rank) * pValues[index]))
    adjusted[index] = floor
  }
  return adjusted
}
