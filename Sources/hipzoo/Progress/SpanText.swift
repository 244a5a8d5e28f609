/// A span of time as people say it.
func spanText(_ seconds: Double) -> String {
  switch seconds {
  case ..<90: "\(Int(seconds.rounded())) s"
  case ..<5400: "\(Int((seconds / 60).rounded())) min"
  case ..<172_800: "\((seconds / 360).rounded() / 10) h"
  default: "\((seconds / 8640).rounded() / 10) days"
  }
}
