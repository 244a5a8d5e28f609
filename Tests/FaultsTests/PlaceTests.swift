import Faults
import Testing

@Suite("Place")
struct PlaceTests {
  @Test(
    "is said as compilers say it",
    arguments: [
      (Place.file("a.npz"), "a.npz"),
      (.file("a.csv", line: 7), "a.csv:7"),
      (Place(file: "a.yaml", position: .init(line: 7, column: 5)), "a.yaml:7:5"),
      (.part("array 'X'"), "array 'X'"),
      (
        Place(file: "a.csv", position: .init(line: 2), parts: ["column 'kinematics'", "row 3"], key: "kinematics"),
        "a.csv:2: column 'kinematics': row 3"
      ),
    ])
  func description(place: Place, expected: String) { #expect(place.description == expected) }

  @Test("inside another one keeps what both say, and the key of the inner one")
  func nesting() {
    let outer = Place(file: "trials.csv", position: .init(line: 3), parts: ["column 'kinematics'"], key: "kinematics")
    let inner = Place.file("walk.mot", line: 12).of(key: "inDegrees").within(outer)
    #expect(inner.description == "trials.csv:3: column 'kinematics': walk.mot:12")
    #expect(inner.file == "trials.csv" && inner.position == .init(line: 3) && inner.key == "inDegrees")
    #expect(Place.part("array 'X'").within(outer).key == "kinematics")
  }

  @Test("comes before the sentence of a fault and leaves its kind, code and sentence alone")
  func fault() throws {
    let fault = Fault(.io, code: .damagedRegistry, at: .part("page 4"), "is torn.")
    #expect(fault.description == "page 4: is torn." && Fault(.io, "is torn.").description == "is torn.")
    let within = fault.within(.file("registry.sqlite"))
    #expect(within.description == "registry.sqlite: page 4: is torn.")
    #expect(within.kind == .io && within.code == .damagedRegistry && within.text == "is torn.")
    #expect(throws: within) { try locating(.file("registry.sqlite")) { throw fault } }
  }
}
