import Foundation
import Report
import Testing

@Suite("Names beside points") struct PointLabelTests {
  private let frame = PointLabels.Box(x: 30...332, y: 38...201)

  /// Points in a row at the floor, in a heap, and strewn; the names are as long as those of entries.
  private static let clouds: [[(text: String, x: Double, y: Double)]] = [
    (0..<6).map { ("network-\($0)", 40 + 12 * Double($0), 202) },
    (0..<8).map { ("gru-\($0)", 170 + Double($0), 120 + Double($0 % 3)) },
    (0..<12).map { place in
      let name = ["lstm", "transformer-with-a-very-long-name", "tcn-long-kernel", "mamba"][place % 4]
      return ("\(name)-\(place)", 45 + Double(place * 97 % 270), 60 + Double(place * 61 % 140))
    },
  ]

  @Test(arguments: clouds.indices) func `cover no other name and no point, and stay inside`(cloud: Int) throws {
    let points = Self.clouds[cloud]
    let labels = try PointLabels.placed(points, in: frame).map { try #require($0) }
    #expect(labels.map(\.text) == points.map(\.text))
    for (place, label) in labels.enumerated() {
      let box = label.box
      #expect(box.x.lowerBound >= 30 && box.x.upperBound <= 332, "\(label.text)")
      #expect(box.y.lowerBound >= 38 && box.y.upperBound <= 201, "\(label.text)")
      for other in labels[..<place] {
        #expect(!(box.x.overlaps(other.box.x) && box.y.overlaps(other.box.y)), "\(label.text) on \(other.text)")
      }
      for point in points {
        let isCovered =
          box.x.overlaps(point.x - 4.9...point.x + 4.9) && box.y.overlaps(point.y - 4.9...point.y + 4.9)
        #expect(!isCovered, "\(label.text) on the point of \(point.text)")
      }
      // A line leads to a name that is not beside its point.
      #expect(label.lead != nil || abs(label.y - 4 - points[place].y) < 13, "\(label.text)")
    }
    #expect(Self.crossed(labels, points).count <= 1)
  }

  /// The names through which a line to another one runs.
  private static func crossed(
    _ labels: [PointLabels.Label], _ points: [(text: String, x: Double, y: Double)]
  ) -> [String] {
    labels.indices.flatMap { place -> [String] in
      guard let lead = labels[place].lead else { return [] }
      let others = labels.indices.filter { $0 != place }
      return others.map { labels[$0] }.filter { $0.box.isCrossed(from: (points[place].x, points[place].y), to: lead) }
        .map(\.text)
    }
  }

  /// The training times and errors of twelve entries in one panel, where names stood nearest to other entries' points.
  @Test func `have a line where another point is as near as their own`() throws {
    let points: [(text: String, x: Double, y: Double)] = [
      ("lstm-small", 82, 46), ("gru-one-way", 104, 57), ("lstm-deep-three-layers", 182, 44), ("gru-both-ways", 155, 63),
      ("transformer-small", 182, 84), ("mamba-small", 188, 83), ("lstm-wide", 230, 103), ("mamba-wide", 236, 120),
      ("transformer-with-a-very-long-name", 253, 120), ("tcn-long-kernel-circular", 201, 141),
      ("cyclemixer-small", 164, 141), ("tcn-circular", 151, 142),
    ]
    let labels = try PointLabels.placed(points, in: frame).map { try #require($0) }
    #expect(Self.crossed(labels, points) == [])
    for (place, label) in labels.enumerated() where label.lead == nil {
      let (x, y) = (label.box.x, label.box.y)
      func distance(_ point: (text: String, x: Double, y: Double)) -> Double {
        let (across, down) = (
          max(x.lowerBound - point.x, point.x - x.upperBound, 0), max(y.lowerBound - point.y, point.y - y.upperBound, 0)
        )
        return (across * across + down * down).squareRoot()
      }
      for (other, point) in points.enumerated() where other != place {
        #expect(distance(points[place]) < distance(point), "\(label.text) is nearer to \(point.text)")
      }
    }
  }

  @Test func `cut a name that is wider than the frame, and are none where nothing fits`() throws {
    let long = String(repeating: "network-", count: 12)
    let label = try #require(PointLabels.placed([(long, 180, 100)], in: frame).first ?? nil)
    #expect(label.text.contains("…") && label.box.x.upperBound <= 332)
    #expect(PointLabels.placed([("gru", 5, 5)], in: .init(x: 0...10, y: 0...4)).map { $0 == nil } == [true])
  }
}
