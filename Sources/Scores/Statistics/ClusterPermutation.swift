/// Where along the gait cycle paired curves differ: the cluster permutation test (Maris and Oostenveld 2007;
/// docs/semantics.md, section 9).
///
/// At every point of every curve stands Student's t of the subjects' differences. Neighbours on one side of zero beyond
/// the two-sided 5 % point of t are a cluster, whose mass is the sum of their |t|. The signs of whole subjects are flipped,
/// and a cluster's p is the share of flips whose largest cluster, in any curve, has at least its mass: one statement about
/// all points of all curves, with no further correction to be made among them.
public struct ClusterPermutation: Sendable, Equatable {
  /// Neighbouring points that differ in one direction.
  public struct Cluster: Sendable, Equatable {
    /// Which curve.
    public let curve: Int
    /// The first point.
    public let first: Int
    /// How many points; a cluster that reaches the end of the cycle goes on at its beginning.
    public let count: Int
    /// The sum of |t|.
    public let mass: Double
    /// Whether the differences are above zero.
    public let isPositive: Bool
    /// The share of flips with a cluster as large.
    public let pValue: Double
  }

  /// The clusters by curve and first point.
  public let clusters: [Cluster]
  /// Student's t, `[curves][points]`.
  public let statistics: [[Double]]
  /// How many choices of signs were looked at, that of the data among them.
  public let flips: Int
  /// Whether these are all choices.
  public let isExact: Bool

  /// The choices of signs that are drawn where there are more, and the seed of the drawing.
  static let (samples, seed) = (999, UInt64(0))
  /// All choices are looked at up to this many subjects; flipping everybody changes nothing.
  static let fewSubjects = 10

  /// Tests curves of differences.
  ///
  /// - Parameter differences: `[subjects][curves][points]`, finite, all of one size; the points go round the cycle.
  public init(_ differences: [[[Double]]]) {
    let subjects = differences.count
    let (curves, points) = (differences.first?.count ?? 0, differences.first?.first?.count ?? 0)
    let size = curves * points
    isExact = subjects <= Self.fewSubjects
    guard subjects > 1, size > 0 else {
      (clusters, statistics, flips) = ([], [], 1)
      return
    }
    let rows = differences.map { Array($0.joined()) }
    var squares = [Double](repeating: 0, count: size)
    for row in rows { for place in 0..<size { squares[place] += row[place] * row[place] } }
    let test = FlippedT(rows, squares, points)
    let observed = test.statistics(of: [Double](repeating: 1, count: subjects))
    statistics = (0..<curves).map { Array(observed[$0 * points..<($0 + 1) * points]) }
    let found = statistics.enumerated().flatMap { curve, t in test.clusters(in: t).map { (curve: curve, cluster: $0) } }
    guard !found.isEmpty else {
      (clusters, flips) = ([], 1)
      return
    }
    var masses = [found.map(\.cluster.mass).max() ?? 0]
    for signs in Self.choices(subjects) { masses.append(test.largest(under: signs)) }
    flips = masses.count
    clusters = found.map { curve, cluster in
      // Equal masses are equal whatever the order in which they were summed.
      let least = cluster.mass * (1 - 1e-9)
      return Cluster(
        curve: curve, first: cluster.first, count: cluster.count, mass: cluster.mass, isPositive: cluster.isPositive,
        pValue: Double(masses.count { $0 >= least }) / Double(masses.count))
    }
  }

  /// The smallest p that so many subjects can give.
  public static func smallestP(subjects: Int) -> Double {
    subjects > fewSubjects ? 1 / Double(samples + 1) : 1 / Double(1 << max(subjects - 1, 0))
  }

  /// Choices of signs other than the data's own.
  private static func choices(_ subjects: Int) -> [[Double]] {
    guard subjects > fewSubjects else {
      // The first sign stays: the test is two-sided, so that the other half says the same.
      return (1..<1 << (subjects - 1)).map { choice in
        (0..<subjects).map { $0 > 0 && choice >> ($0 - 1) & 1 == 1 ? -1 : 1 }
      }
    }
    var generator = NumPyGenerator(seed: seed)
    return (0..<samples).map { _ in (0..<subjects).map { _ in generator.number(upTo: 1) == 1 ? -1 : 1 } }
  }
}

/// Student's t of flipped differences, and its clusters.
private struct FlippedT {
  /// `[subjects][curves * points]`.
  let rows: [[Double]]
  /// The sums of squares, which no flip changes.
  let squares: [Double]
  let points: Int
  let limit: Double

  init(_ rows: [[Double]], _ squares: [Double], _ points: Int) {
    (self.rows, self.squares, self.points) = (rows, squares, points)
    limit = criticalT(rows.count - 1)
  }

  /// Where there is no spread there is no t: 0.
  func statistics(of signs: [Double]) -> [Double] {
    let n = Double(rows.count)
    var sums = [Double](repeating: 0, count: squares.count)
    sums.withUnsafeMutableBufferPointer { sums in
      for (row, sign) in zip(rows, signs) {
        row.withUnsafeBufferPointer { row in
          if sign > 0 {
            for place in 0..<sums.count { sums[place] += row[place] }
          } else {
            for place in 0..<sums.count { sums[place] -= row[place] }
          }
        }
      }
      for place in 0..<sums.count {
        let mean = sums[place] / n
        let variance = (squares[place] - n * mean * mean) / (n - 1)
        sums[place] = variance > squares[place] * 1e-12 ? mean / (variance / n).squareRoot() : 0
      }
    }
    return sums
  }

  func largest(under signs: [Double]) -> Double {
    let t = statistics(of: signs)
    var largest = 0.0
    for start in stride(from: 0, to: t.count, by: points) {
      for cluster in clusters(in: t[start..<start + points]) where cluster.mass > largest { largest = cluster.mass }
    }
    return largest
  }

  /// The clusters of one curve, which is a circle.
  func clusters(in t: some RandomAccessCollection<Double>) -> [(first: Int, count: Int, mass: Double, isPositive: Bool)]
  {
    var found = [(first: Int, count: Int, mass: Double, isPositive: Bool)]()
    var isOpen = false
    for (point, t) in t.enumerated() {
      guard abs(t) > limit else {
        isOpen = false
        continue
      }
      if isOpen, let last = found.indices.last, found[last].isPositive == (t > 0) {
        found[last].count += 1
        found[last].mass += abs(t)
      } else {
        found.append((point, 1, abs(t), t > 0))
      }
      isOpen = true
    }
    // The end of the cycle is its beginning.
    if found.count > 1, let first = found.first, let last = found.last, first.first == 0,
      last.first + last.count == points, first.isPositive == last.isPositive
    {
      found[found.count - 1].count += first.count
      found[found.count - 1].mass += first.mass
      found.removeFirst()
    }
    return found
  }
}

/// The two-sided 5 % point of Student's t: to three decimals up to ten degrees of freedom, then by the expansion of Fisher
/// and Cornish about the normal's.
func criticalT(_ freedom: Int) -> Double {
  let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
  if table.indices.contains(freedom - 1) { return table[freedom - 1] }
  let (z, v) = (1.959964, Double(max(freedom, 1)))
  let (z3, z5) = (z * z * z, z * z * z * z * z)
  return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v)
}
