import Faults

/// A fixed examination: which trials take part, how subjects are divided, how entries train and how they are scored.
///
/// A new kind of examination is a new conformance, listed in ``EvaluationProtocols/kinds``; a new examination of a
/// known kind is a YAML file under `protocols/`.
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

  /// Divides trials; no subject is ever on both sides of a division.
  ///
  /// - Parameter subjects: the subject of each trial that takes part.
  /// - Throws: `Fault` of kind `data` when there are too few subjects.
  func divisions(of subjects: [String]) throws -> [Division]
}

/// One way of dividing trials into those that are learnt from and those that are tested on, as indices of trials.
public struct Division: Sendable, Equatable {
  /// One fold of the pool.
  public struct Fold: Sendable, Equatable {
    /// The trials that are learnt from.
    public var training: [Int]
    /// The trials that decide when to stop.
    public var validation: [Int]
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
  init(pool: [Int], test: [Int], folds count: Int, of subjects: [String]) throws {
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
