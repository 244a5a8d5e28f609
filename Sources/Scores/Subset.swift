/// The trials that scores are about: all of them, or those of one paced cadence; in the order of every table.
public enum Subset: String, Sendable, Codable, CaseIterable {
  /// Every trial.
  case overall
  /// Paced at 78 steps/min.
  case slow
  /// Paced at 115 steps/min.
  case med
  /// Paced at 135 steps/min.
  case fast

  /// The pace in steps/min; nil for all trials.
  public var stepsPerMinute: Int? {
    switch self {
    case .overall: nil
    case .slow: 78
    case .med: 115
    case .fast: 135
    }
  }

  /// The subset in words, with the steps a minute.
  public var title: String { stepsPerMinute.map { "\($0) steps/min (\(rawValue))" } ?? "Overall" }

  /// Labels in the order of the cases, those that are none of them after the others, by name.
  public static func sorted(_ labels: some Sequence<String>) -> [String] {
    let order = allCases.map(\.rawValue)
    func place(_ label: String) -> Int { order.firstIndex(of: label) ?? order.count }
    return labels.sorted { (place($0), $0) < (place($1), $1) }
  }

  /// The words for a label; of one that is none of the cases, the label.
  public static func title(_ label: String) -> String { Subset(rawValue: label)?.title ?? label }
}
