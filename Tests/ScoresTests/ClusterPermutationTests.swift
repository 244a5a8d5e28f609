import Scores
import Testing

@Suite("The cluster permutation test") struct ClusterPermutationTests {
  /// `[subjects][curves][points]`, from a small generator of its own.
  private func random(_ seed: UInt64, _ subjects: Int, _ curves: Int, _ points: Int) -> [[[Double]]] {
    var state = seed
    return (0..<subjects).map { _ in
      (0..<curves).map { curve in
        (0..<points).map { point in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let noise = 2 * Double(state >> 33) / Double(UInt32.max >> 1) - 1
          return noise + (curve == 0 && (2..<5).contains(point) ? 0.9 : 0)
        }
      }
    }
  }

  /// The definition to the letter: every choice of signs, Student's t by its formula, clusters looked for from a point
  /// outside of any.
  private func masses(_ data: [[[Double]]], _ signs: [Double], _ limit: Double) -> [Double] {
    let n = Double(data.count)
    return data[0].indices.flatMap { curve -> [Double] in
      let t = data[0][curve].indices.map { point -> Double in
        let own = zip(data, signs).map { $0[curve][point] * $1 }
        let mean = own.reduce(0, +) / n
        let variance = own.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 1)
        return mean / (variance / n).squareRoot()
      }
      let start = t.indices.first { abs(t[$0]) <= limit || t[$0] * t[($0 + t.count - 1) % t.count] < 0 }
      guard let start else { return [t.map(abs).reduce(0, +)] }
      var (found, last) = ([Double](), 0.0)
      for value in t[start...] + t[..<start] {
        guard abs(value) > limit else {
          last = 0
          continue
        }
        if last * value > 0 { found[found.count - 1] += abs(value) } else { found.append(abs(value)) }
        last = value
      }
      return found
    }
  }

  @Test(arguments: [(UInt64(1), 5, 2.776), (2, 6, 2.571), (3, 8, 2.365)])
  func `is what its definition gives`(_ seed: UInt64, _ subjects: Int, _ limit: Double) throws {
    let data = random(seed, subjects, 3, 7)
    let test = ClusterPermutation(data)
    let observed = masses(data, [Double](repeating: 1, count: subjects), limit)
    #expect(!observed.isEmpty && test.clusters.count == observed.count)
    let largest = (0..<1 << subjects).map { choice in
      masses(data, (0..<subjects).map { choice >> $0 & 1 == 1 ? -1 : 1 }, limit).max() ?? 0
    }
    for (cluster, mass) in zip(test.clusters.sorted { $0.mass < $1.mass }, observed.sorted()) {
      #expect(abs(cluster.mass - mass) < 1e-9)
      let p = Double(largest.count { $0 >= mass - 1e-9 }) / Double(largest.count)
      #expect(abs(cluster.pValue - p) < 1e-12)
    }
    #expect(test.isExact && test.flips == 1 << (subjects - 1))
  }

  @Test func `takes the end of the cycle for its beginning`() throws {
    let data = (0..<6).map { subject -> [[Double]] in
      let high = 1 + Double(subject) / 10
      return [[high, high, 0.1 * Double(subject % 2) - 0.05, -0.02 * Double(subject % 3) + 0.02, high, high]]
    }
    let clusters = ClusterPermutation(data).clusters
    let cluster = try #require(clusters.first)
    #expect(clusters.count == 1 && cluster.first == 4 && cluster.count == 4 && cluster.isPositive)
    #expect(cluster.pValue == 1.0 / 32)
    #expect(ClusterPermutation.smallestP(subjects: 6) == 1.0 / 32)
  }

  @Test func `says the same of the same data with the other sign, every time`() {
    let data = random(7, 12, 2, 9)
    let (one, other) = (ClusterPermutation(data), ClusterPermutation(data.map { $0.map { $0.map { -$0 } } }))
    #expect(one.flips == 1000 && !one.isExact && one == ClusterPermutation(data))
    #expect(one.clusters.map(\.pValue) == other.clusters.map(\.pValue) && !one.clusters.isEmpty)
    #expect(zip(one.clusters, other.clusters).allSatisfy { $0.isPositive != $1.isPositive })
  }

  @Test func `finds nothing where nothing differs, and in nobody`() {
    for subjects in [0, 1, 4] {
      let test = ClusterPermutation([[[Double]]](repeating: [[0, 0, 0]], count: subjects))
      #expect(test.clusters.isEmpty)
    }
    // The same difference for everybody has no spread to be held against.
    #expect(ClusterPermutation([[[Double]]](repeating: [[1, 1]], count: 5)).clusters.isEmpty)
  }
}
