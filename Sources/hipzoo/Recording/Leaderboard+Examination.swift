import Examination
import Registry

extension Leaderboard {
  /// The tables that runs of some examinations stand in, whole: what was measured before is what one compares with.
  func about(_ examinations: [ExaminationPlan]) -> Leaderboard {
    let runs = Set(examinations.flatMap(\.runs).map(\.folder.name))
    var board = self
    board.groups.removeAll { $0.rows.allSatisfy { runs.isDisjoint(with: $0.runs) } }
    return board
  }
}
