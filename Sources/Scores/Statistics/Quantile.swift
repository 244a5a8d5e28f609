/// The number below which a share of sorted numbers lies, between neighbours interpolated linearly.
///
/// - Parameters:
///   - share: from 0 to 1.
///   - sorted: at least one number, none smaller than the one before it.
package func quantile(_ share: Double, of sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
}
