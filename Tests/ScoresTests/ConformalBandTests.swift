import Scores
import Testing

@Suite("A conformal band")
struct ConformalBandTests {
  /// One trial a person, two outputs of one frame: the second errs ten times as much.
  private func errors(_ numbers: [Float]) -> [[Float]] { numbers.map { [$0, 10 * $0] } }

  @Test func `is the error that few enough people exceed, the one to come counted`() throws {
    let people = (1...19).map { "P\($0)" }
    let numbers = (1...19).map(Float.init)
    // ceil(0.9 x 20) is 18: one of 19 people errs more.
    let band = try #require(ConformalBand(level: 0.9, errors: errors(numbers), subjects: people))
    #expect(band.halfWidths == [18, 180] && band.people == 19 && band.level == 0.9)
    #expect(ConformalBand(level: 0.5, errors: errors(numbers), subjects: people)?.halfWidths == [10, 100])
    let reversed = ConformalBand(level: 0.9, errors: errors(numbers.reversed()), subjects: people)
    #expect(reversed == band)
  }

  @Test func `weighs people and not trials`() {
    // Nineteen trials of one person with small errors say as much as one of another.
    let subjects = Array(repeating: "A", count: 19) + ["B", "C"]
    let numbers = Array(repeating: Float(1), count: 19) + [5, 7]
    #expect(ConformalBand(level: 0.5, errors: errors(numbers), subjects: subjects)?.halfWidths == [5, 50])
  }

  @Test(arguments: [(0.5, 1), (0.8, 4), (0.9, 9), (0.95, 19), (0.99, 99)])
  func `needs people enough for its level`(level: Double, people: Int) {
    #expect(ConformalBand.fewestPeople(level: level) == people)
    for count in [people - 1, people] where count > 0 {
      let names = (0..<count).map { "P\($0)" }
      let band = ConformalBand(level: level, errors: errors(names.indices.map { Float($0) }), subjects: names)
      #expect((band != nil) == (count == people))
    }
  }

  @Test func `is measured by leaving each person out`() throws {
    // Of ten people only the one who errs most lies outside of what the nine others make.
    let names = (0..<10).map { "P\($0)" }
    let shares = try #require(
      ConformalBand.coverage(
        level: 0.9, errors: errors(names.indices.map { Float(($0 * 7) % 10) }), subjects: names, outputs: 2))
    #expect(shares.count == 10 && shares.allSatisfy { $0.count == 2 && $0[0] == $0[1] })
    #expect(shares.map { $0[0] } == names.indices.map { ($0 * 7) % 10 == 9 ? 0 : 1 })
    let few = Array(names.prefix(9))
    #expect(
      ConformalBand.coverage(
        level: 0.9, errors: errors(few.indices.map { Float($0) }), subjects: few, outputs: 2) == nil)
  }
}
