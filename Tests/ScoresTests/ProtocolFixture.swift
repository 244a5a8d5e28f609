import Fixtures
import Foundation
import Scores

/// Reference numbers of NumPy, SciPy and scikit-learn.
struct ProtocolFixture: Decodable {
  struct Shuffle: Decodable {
    var seed: UInt64
    var order: [String]
  }
  struct WilcoxonTests: Decodable {
    struct Case: Decodable {
      var kind: String
      var a: [Double]
      var b: [Double]
      var statistic: Double
      var p: Double
    }
    var tests: [Case]
  }
  struct Holm: Decodable {
    var p: [Double]
    var adjusted: [Double]
  }
  struct Metrics: Decodable {
    struct Subject: Decodable {
      var subject: String
      var rmse: Double
      var mae: Double
      var r2: Double
    }
    var yTrue: [[[Double]]]
    var yPred: [[[Double]]]
    var subjectId: [String]
    var subjects: [Subject]
  }

  var subjectShuffle: [Shuffle]
  var wilcoxon: WilcoxonTests
  var holm: Holm
  var metrics: Metrics

  static func read() throws -> ProtocolFixture {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ProtocolFixture.self, from: Data(contentsOf: Fixtures.url("protocol.json")))
  }
}
