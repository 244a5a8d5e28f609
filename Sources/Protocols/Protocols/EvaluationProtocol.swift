import Faults

/// A fixed examination: which trials take part, how subjects are divided, how entries train and how they are scored.
///
/// A new examination of a known kind is a YAML file under `protocols/`. A new kind is a conformance, of any module, that is
/// handed to ``EvaluationProtocols/add(_:)``, as the types of plugins are.
public protocol EvaluationProtocol: Sendable {
  /// The word under `kind:` in a protocol file, for example `hold-out`.
  static var kind: String { get }

  /// Reads the rules, all of which must be in the file: nothing that can change a score has a hidden default.
  /// - Throws: `Fault` of kind `data` with file, line and column.
  init(_ rules: Settings) throws

  /// Which trials of a cohort take part.
  var selection: TrialSelection { get }
  /// How every entry trains; nil for an examination of weights that are there already.
  var training: TrainingRecipe? { get }
  /// How predictions are scored and compared.
  var scoring: ScoringRules { get }

  /// Divides trials; no subject is ever on both sides of a division, and no trial is tested on in two of them.
  ///
  /// - Parameter trials: what is known of each trial that takes part.
  /// - Throws: `Fault` of kind `data` when there are too few subjects, or a trial lacks what it is divided by.
  func divisions(of trials: [TrialFacts]) throws -> [Division]

  /// The examinations that these rules stand for, each with a word that is added to the protocol's name.
  ///
  /// Rules that train on growing shares of the pool are an examination a share; of most rules there is one, which has no
  /// word.
  var variants: [(word: String, rules: any EvaluationProtocol)] { get }
}

extension EvaluationProtocol {
  public var variants: [(word: String, rules: any EvaluationProtocol)] { [("", self)] }

  /// The divisions, held against what every examination promises, whoever wrote the rules.
  ///
  /// - Throws: `Fault` as ``divisions(of:)`` does, and of kind `data` when a person would be on both sides.
  public func checkedDivisions(of trials: [TrialFacts]) throws -> [Division] {
    let divisions = try divisions(of: trials)
    let kind = "the protocol's kind '\(Self.kind)'"
    func people(_ part: [Int]) throws -> Set<PersonKey> {
      if let stray = part.first(where: { !trials.indices.contains($0) }) {
        throw Fault(.data, "\(kind) names the trial \(stray) of \(trials.count).")
      }
      return Set(part.map { PersonKey(trials[$0].subject) })
    }
    for division in divisions {
      let sides = [(division.pool, division.test)] + division.folds.map { ($0.training, $0.validation) }
      for (learnt, tested) in sides where try !people(learnt).isDisjoint(with: people(tested)) {
        throw Fault(.data, "\(kind) puts a person on both sides of a division; people are held out as a whole.")
      }
      let pool = Set(division.pool)
      guard division.folds.allSatisfy({ pool.isSuperset(of: $0.training + $0.validation) }) else {
        throw Fault(.data, "\(kind) has a fold with trials that are not in its pool.")
      }
    }
    let tested = divisions.flatMap(\.test)
    guard Set(tested).count == tested.count || !(training != nil) || divisions.contains(where: \.folds.isEmpty) else {
      throw Fault(.data, "\(kind) tests on a trial in two divisions, so that it would have two predictions.")
    }
    return divisions
  }
}

/// What rules may know of a trial when they divide.
public struct TrialFacts: Sendable, Equatable {
  /// Who walked.
  public var subject: String
  /// The label of the cadence.
  public var cadence: String
  /// The leg of the cycle, where the cohort says it: `right` or `left`.
  public var side: String?
  /// Whose trial it is, where the cohort says it.
  public var population: String?
  /// The laboratory or another group that the trial is of, where the cohort says it.
  public var group: String?

  /// Collects what is known.
  public init(
    subject: String, cadence: String = "self", side: String? = nil, population: String? = nil, group: String? = nil
  ) {
    (self.subject, self.cadence, self.side) = (subject, cadence, side)
    (self.population, self.group) = (population, group)
  }
}

/// One way of dividing trials into those that are learnt from and those that are tested on, as indices of trials.
public struct Division: Sendable, Equatable {
  /// One fold of the pool.
  public struct Fold: Sendable, Equatable {
    /// The trials that are learnt from.
    public var training: [Int]
    /// The trials that decide when to stop.
    public var validation: [Int]

    /// Makes a fold.
    public init(training: [Int], validation: [Int]) { (self.training, self.validation) = (training, validation) }
  }

  /// The trials that training may use, in the cohort's order.
  public var pool: [Int]
  /// The trials that are tested on, in the cohort's order.
  public var test: [Int]
  /// The folds of the pool; without any, the final training takes all epochs of the recipe.
  public var folds: [Fold]

  /// Makes a division.
  public init(pool: [Int], test: [Int], folds: [Fold]) {
    self.pool = pool
    self.test = test
    self.folds = folds
  }

  /// Makes the folds of a pool by group k-fold.
  ///
  /// - Parameters:
  ///   - pool: the trials to train on, in the cohort's order.
  ///   - test: the trials that are tested on, in the cohort's order.
  ///   - count: the number of folds.
  ///   - subjects: the subject of every trial that takes part.
  /// - Throws: `Fault` of kind `data` when the pool has fewer subjects than folds.
  public init(pool: [Int], test: [Int], folds count: Int, of subjects: [String]) throws {
    let parts = try groupKFold(pool.map { subjects[$0] }, folds: count)
    self.init(
      pool: pool, test: test,
      folds: parts.indices.map { fold in
        let validation = Set(parts[fold])
        return Fold(
          training: pool.indices.filter { !validation.contains($0) }.map { pool[$0] },
          validation: parts[fold].map { pool[$0] })
      })
  }
}

/// Group k-fold without shuffling, as scikit-learn's but with a stable order of ties (docs/semantics.md, section 8).
///
/// Subjects by falling number of trials (of equally many the last in sorted order first), each to the fold with the
/// fewest trials so far.
/// - Returns: for each fold the indices of its trials, rising.
/// - Throws: `Fault` of kind `data` when there are fewer subjects than folds.
public func groupKFold(_ subjects: [String], folds: Int) throws -> [[Int]] {
  var counts = [String: Int]()
  for subject in subjects { counts[subject, default: 0] += 1 }
  guard folds <= counts.count else {
    throw Fault(
      .data,
      "\(counts.count) training \(counts.count == 1 ? "subject" : "subjects") cannot be divided into \(folds) folds; beside its "
        + "test subjects a cohort needs at least one subject a fold.")
  }
  let sorted = counts.keys.sorted().map { (subject: $0, trials: counts[$0] ?? 0) }
  let order = sorted.enumerated().sorted { ($0.element.trials, $0.offset) > ($1.element.trials, $1.offset) }
  var loads = [Int](repeating: 0, count: folds)
  var places = [String: Int]()
  for (_, (subject, trials)) in order {
    let fold = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
    places[subject] = fold
    loads[fold] += trials
  }
  return (0..<folds).map { fold in subjects.indices.filter { places[subjects[$0]] == fold } }
}
