import Scores

/// How predictions are scored and entries compared.
public struct ScoringRules: Sendable, Equatable {
  /// Which entries the external cohort tests.
  public enum ExternalEntries: String, Sendable, CaseIterable {
    /// The one with the lowest mean RMSE over the healthy test subjects.
    case best = "best-healthy-rmse"
    /// Every one.
    case all
  }

  /// Which entries the external cohort tests.
  public let external: ExternalEntries
  /// How the 95 % intervals of means are drawn.
  public let bootstrap: Bootstrap

  /// Collects the parts; each is what the property of its name says.
  package init(external: ExternalEntries, bootstrap: Bootstrap) {
    self.external = external
    self.bootstrap = bootstrap
  }

  /// Reads the section `scoring` of a protocol.
  /// - Throws: `Fault` of kind `data` with file, line and column.
  public init(_ settings: Settings) throws {
    _ = try settings.choice("unit", of: ["subject"])
    _ = try settings.choice("r2", of: ["pooled"])
    _ = try settings.choice("test", of: ["wilcoxon-signed-rank"])
    _ = try settings.choice("correction", of: ["holm"])
    let entries = try settings.choice("external_entry", of: ExternalEntries.allCases.map(\.rawValue))
    external = ExternalEntries(rawValue: entries) ?? .best
    let bootstrap = try settings.section("bootstrap")
    self.bootstrap = Bootstrap(
      samples: try bootstrap.integer("samples", in: 1...1_000_000),
      seed: UInt64(try bootstrap.integer("seed", in: 0...Int.max)))
  }
}
