import Cohorts
import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Scores
import Weights
import Zoo

/// Registered weights that are adapted to a cohort, held against the same weights unchanged on the same subjects.
public struct FineTuning: Sendable {
  /// How the weights are adapted.
  public struct Choices: Codable, Sendable, Equatable {
    /// Names, or patterns with `*`, of tensors that stay as they are.
    public var freeze: [String]
    /// Whether the last layer is drawn anew.
    public var newHead: Bool
    /// What the adapted weights are called; nil for a name made of the parent's and the run's fingerprint.
    public var name: String?
    /// Whether inputs are standardised by the subjects that are adapted to, and not as the parent does.
    public var refitsStandardisation: Bool

    /// Makes choices.
    public init(
      name: String? = nil, freeze: [String] = [], newHead: Bool = false, refitsStandardisation: Bool = false
    ) {
      self.name = name
      self.freeze = freeze
      self.newHead = newHead
      self.refitsStandardisation = refitsStandardisation
    }
  }

  /// The scores of both on the same subjects.
  public struct Outcome: Sendable {
    /// The run of the weights as they were.
    public let before: RunScores
    /// The run of the adapted weights.
    public let after: RunScores
    /// The folder of the weights as they were.
    public let folderBefore: RunFolder
    /// The folder of the adapted weights.
    public let folderAfter: RunFolder
    /// Paired tests, first before and then after.
    public let pairs: [Comparison.Pair]

    /// Both folders.
    public var folders: [RunFolder] { [folderBefore, folderAfter] }
    /// The tests over all trials and outputs, one a metric.
    public var overall: [Comparison.Pair] { pairs.filter { $0.output == nil && $0.subset == ScoreTable.overall } }
  }

  /// What becomes of every tensor.
  public let plan: TensorPlan
  /// What a person should know of the weights and the cohort.
  public var remarks: [String] { (parent.changedCode(code).map { [$0] } ?? []) + cohort.remarks }
  let parent: Artifact
  let digest: String
  /// The protocol.
  public let named: NamedProtocol
  let recipe: TrainingRecipe
  let cohort: HealthyCohort
  let divisions: [Division]
  private let population: Population
  let choices: Choices
  let configured: ConfiguredArchitecture
  private let code: CodeDigests
  let seen: SeenPolicy
  let home: HomeFolder

  /// Plans an adaptation.
  ///
  /// - Parameters:
  ///   - parent: the weights to start from.
  ///   - named: a protocol of the kind `few-shot`.
  ///   - cohort: whom to adapt to and to test on. It is another examination than the one that trained the parent, so
  ///     patients may be learnt from here; the runs say so by their protocol.
  ///   - population: whose trials a person says these are; nil for what the file or its name says.
  ///   - seen: what becomes of people whom the parent was trained on when they are to be tested on.
  /// - Throws: ``Fault``: `usage` for a protocol that does not adapt or a pattern that fits nothing; `data` when the
  ///   cohort is of another task or too small.
  public init(
    _ parent: Artifact, _ named: NamedProtocol, cohort: Cohort, population: Population? = nil, choices: Choices,
    seen: SeenPolicy = .exclude, among types: [any Architecture.Type], code: CodeDigests, home: HomeFolder
  ) throws {
    guard type(of: named.rules) is FewShot.Type, let recipe = named.rules.training else {
      throw Fault(.usage, "The protocol '\(named.name)' does not adapt weights; name one of the kind few-shot.")
    }
    guard parent.task == cohort.task.name else {
      throw Fault(
        .data,
        "\(cohort.source) holds targets of \(cohort.task.name); the weights of '\(parent.entry)' predict \(parent.task)."
      )
    }
    let node = Node(parent.configuration, file: "\(parent.entry): the configuration")
    configured = try ConfiguredArchitecture(parent.architecture, configuration: node, among: types)
    plan = try TensorPlan(
      parent: parent.weights, into: configured.parameters(of: cohort.task), freeze: choices.freeze,
      newHead: choices.newHead)
    self.cohort = try HealthyCohort(adaptingTo: cohort).selecting(named.rules.selection)
    divisions = try named.rules.checkedDivisions(of: self.cohort.facts)
    digest = try parent.digest()
    self.population = try cohort.testedPopulation(option: population).population
    (self.parent, self.named, self.recipe) = (parent, named, recipe)
    (self.choices, self.home, self.code, self.seen) = (choices, home, code, seen)
  }

  func description(_ origin: RunDescription.Origin) throws -> RunDescription {
    let isTuned = origin == .finetuned
    var entry = try RunDescription.Entry(parent, digest: digest, code: code)
    let identity =
      [entry.fingerprint] + choices.freeze.sorted() + [
        "head \(choices.newHead)", "refit \(choices.refitsStandardisation)",
      ]
    if isTuned {
      entry.fingerprint = Digest.sha256(of: Data(identity.joined(separator: "\n").utf8))
      entry.weights = WeightsLabel(
        name: entry.name, origin: .finetuned, source: named.name, parent: parent.entry, parentSHA256: digest)
    }
    var description = RunDescription(
      origin: origin, entry: entry, task: parent.task, rules: .init(named), cohort: cohort.summary,
      split: try .init(divisions, of: cohort.subjects), seed: isTuned ? recipe.seeds.first ?? 0 : 0,
      population: population.rawValue)
    guard isTuned else { return description }
    // No name is part of the fingerprint, so that of the run can be part of the name: no two tunings share one.
    let fingerprint = description.fingerprint
    let name = choices.name ?? "\(parent.entry)-tuned-\(fingerprint.prefix(6))"
    description.entry.name = name
    description.entry.weights?.name = name
    description.entry.weights?.sourceFingerprint = fingerprint
    return description
  }

  func record(
    _ description: RunDescription, _ predictions: [Float], _ trials: [Int], _ unseen: [UnseenTrials], artifact: String?,
    _ context: JobContext
  ) throws -> RunScores {
    let folder = home.folder(of: description)
    let writer = RunWriter(folder, description)
    try writer.begin(threads: context.threads)
    let evaluated = try cohort.evaluationSet(trials).evaluate(predictions)
    let leftOut = unseen.compactMap(\.leftOut).max { $0.people < $1.people }
    let scores = RunScores(
      run: folder.name, description: description, population: population, cohort: cohort.summary, artifact: artifact,
      table: evaluated.table, leftOut: leftOut, marks: Set(unseen.flatMap(\.marks) + cohort.marks).sorted())
    try evaluated.keep(in: folder.test, scores, by: writer)
    return scores
  }
}
