extension Leaderboard.Group {
  /// Makes a table and says what it may be compared with.
  package init(
    isReported: Bool, task: String, unit: String, protocolName: String?, protocolFingerprint: String?,
    cohort: Leaderboard.Cohort, split: String?, external: Leaderboard.Cohort?, rows: [Leaderboard.Row]
  ) {
    self.isReported = isReported
    self.task = task
    self.unit = unit
    self.protocolName = protocolName
    self.protocolFingerprint = protocolFingerprint
    self.cohort = cohort
    self.split = split
    self.external = external
    self.rows = rows
    (sentence, notes) = ("", [])
    sentence = isReported ? Self.reportedSentence : measuredSentence
  }

  private static let reportedSentence =
    "Reported by the entries' authors and not measured here: compare with each other only where the source is the same, "
    + "and with no measured table."

  private var measuredSentence: String {
    let kind = cohort.isSynthetic ? "the synthetic cohort (computed; nobody walked)" : "the cohort"
    let patients =
      external.flatMap { external -> String? in
        guard external.fingerprint != cohort.fingerprint else { return nil }
        return ", then \(external.isSynthetic ? "the synthetic cohort " : "")\(named(external))"
      } ?? ""
    return
      "Measured here by protocol \(protocolName ?? "") (\(short(protocolFingerprint))) on \(kind) \(named(cohort)), "
      + "split \(short(split))\(patients): these rows may be compared with each other; other tables differ in protocol, "
      + "cohort or split and may not.\(labels)"
  }

  /// How the targets of the cohorts came about, where their files say it: those of other recipes are other numbers.
  private var labels: String {
    let shown = [cohort] + [external].compactMap(\.self).filter { $0.fingerprint != cohort.fingerprint }
    return shown.map { one in one.labels.map { " Targets of \(one.name): \($0)." } ?? "" }.joined()
  }

  private func named(_ cohort: Leaderboard.Cohort) -> String {
    "\(cohort.name) (\(short(cohort.fingerprint))\(cohort.doi.map { ", doi \($0)" } ?? ""))"
  }

  private func short(_ fingerprint: String?) -> String { String((fingerprint ?? "").prefix(8)) }
}
