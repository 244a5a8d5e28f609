import Registry
import Scores

/// A row's scores as tables print them: measured ones with three decimals, reported ones with the digits of their source.
struct PrintedScores {
  /// The decimals of RMSE and MAE.
  let errorDigits: Int
  private let r2Digits: Int
  /// Those of the standard deviations, which a source may round otherwise.
  private let spreadDigits: (errors: Int, r2: Int)
  private let scores: Leaderboard.Scores?

  init(_ scores: Leaderboard.Scores?, _ group: Leaderboard.Group) { self.init(scores, isReported: group.isReported) }

  init(_ scores: Leaderboard.Scores?, isReported: Bool) {
    self.scores = scores
    guard isReported, let scores else {
      (errorDigits, r2Digits) = (LeaderboardSection.decimals, LeaderboardSection.decimals)
      spreadDigits = (errorDigits, r2Digits)
      return
    }
    // A source prints RMSE and MAE alike, so that a nought at the end of one is known by the other.
    errorDigits = max(Self.decimals(scores.rmse.mean), Self.decimals(scores.mae.mean), 2)
    r2Digits = max(Self.decimals(scores.r2.mean), errorDigits)
    let spreads = [scores.rmse, scores.mae, scores.r2].map { $0.deviation.map(Self.decimals) ?? 0 }
    spreadDigits = (max(spreads[0], spreads[1], 2), max(spreads[2], 2))
  }

  func mean(_ metric: Metric) -> String {
    NumberText.fixed(scores?[metric].mean, metric == .r2 ? r2Digits : errorDigits)
  }

  /// The standard deviation, where it is known.
  func spread(_ metric: Metric) -> String? {
    scores?[metric].deviation.map {
      "± \(NumberText.fixed($0, metric == .r2 ? spreadDigits.r2 : spreadDigits.errors))"
    }
  }

  /// The interval of the mean, where it is known.
  func interval(_ metric: Metric) -> String? {
    guard let low = scores?[metric].low, let high = scores?[metric].high else { return nil }
    let digits = metric == .r2 ? r2Digits : errorDigits
    return "\(NumberText.fixed(low, digits)) to \(NumberText.fixed(high, digits))"
  }

  private static func decimals(_ number: Double) -> Int {
    let parts = "\(number)".split(separator: ".")
    return number.isFinite && parts.count == 2 && !parts[1].contains("e") && parts[1] != "0" ? parts[1].count : 0
  }
}
