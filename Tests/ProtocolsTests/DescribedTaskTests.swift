import Faults
import Formats
import Protocols
import TestSupport
import Testing

@Suite("A described task") struct DescribedTaskTests {
  static let text = """
    name: hip-power
    title: Hip powers
    suffix: HP60
    unit: {raw: W, divided_by: body-mass-x-height}
    frames: 180
    inputs: {unit: degrees, columns: [hip_flexion_r, knee_angle_r]}
    plausible: {trial: [0.1, 5], median: [0.2, 3]}
    outputs:
      - {name: hip_power_r, label: hip power, positive: generation}
    """

  private func task(_ text: String) throws -> DescribedTask {
    try DescribedTask(yaml: Array(text.utf8), file: "tasks/hip-power.yaml")
  }

  @Test func `says all that the rest of the program asks`() throws {
    let task = try task(Self.text)
    #expect(task.inputs == ["hip_flexion_r", "knee_angle_r"] && task.outputs == ["hip_power_r"])
    #expect(task.unit == "W/(kg m)" && task.unitInColumnNames == "W_per_kg_m")
    #expect(
      task.quantity == "hip powers" && task.targets[0].label == "hip power"
        && task.targets[0].columns == ["hip_power_r"])
    #expect(task.divisor.value(mass: 80, height: 1.5) == 120 && task.foundIn == nil && !task.onlyPulls)
    #expect(task.plausible?.median == 0.2...3)
  }

  @Test func `the fingerprint is that of what decides a score`() throws {
    let original = try task(Self.text)
    for (old, new) in [("Hip powers", "Powers"), ("label: hip power", "label: power"), ("[0.1, 5]", "[0.1, 6]")] {
      #expect(try task(Self.text.replacing(old, with: new)).fingerprint == original.fingerprint)
    }
    let changes = [
      ("raw: W", "raw: kW"), ("body-mass-x-height", "body-mass"), ("hip_flexion_r, knee_angle_r", "knee_angle_r"),
      ("name: hip_power_r", "name: hip_power_l"), ("frames: 180", "frames: 101"),
    ]
    for (old, new) in changes {
      #expect(try task(Self.text.replacing(old, with: new)).fingerprint != original.fingerprint, "\(new)")
    }
    #expect(muscleForce.fingerprint == "e6bd83ab4d663f924d0d9b3ebf2f310a8c5b4138bd6809a15b3a05feea9a8010")
  }

  @Test(arguments: [
    ("suffix: HP60", "sufix: HP60", "3:1: unknown key 'sufix'"),
    ("suffix: HP60", "suffix: hp", "'suffix' is the text 'hp', expected 2 to 12 capitals and digits"),
    ("frames: 180", "frames: 12", "'frames' is 12, expected"),
    (
      "body-mass-x-height", "mass",
      "'divided_by' is the text 'mass', expected one of: body-mass, body-mass-x-height, nothing"
    ),
    ("unit: degrees", "unit: radians", "expected one of: degrees"),
    ("knee_angle_r]", "hip_flexion_r]", "'hip_flexion_r' is there twice in 'columns'"),
    ("\noutputs:", "\noutput:", "unknown key 'output'. Did you mean 'outputs'?"),
    ("[0.2, 3]", "[3, 0.2]", "'median' must be two numbers, the smaller one first"),
    ("positive: generation", "usual: [1, 2]", "'usual' has 2 numbers; expected 20"),
    ("positive: generation", "positve: generation", "unknown key 'positve'. Did you mean 'positive'?"),
    ("positive: generation", "columns: ['a +']", "'columns' has 'a +', in which a name is missing"),
    ("positive: generation", "columns: [a, +]", "'columns' has '+', in which a name is missing"),
    ("name: hip_power_r,", "name: 'hip power',", "a column's name of letters, digits"),
    ("outputs:", "found_in: dynamics\noutputs:", "expected one of: inverse_dynamics, static_optimization"),
  ])
  func `a mistake names its place and what is allowed`(old: String, new: String, message: String) throws {
    #expect { try task(Self.text.replacing(old, with: new)) } throws: { error in
      let fault = error as? Fault
      return fault?.kind == .data && "\(error)".hasPrefix("tasks/hip-power.yaml:") && "\(error)".contains(message)
    }
  }

  @Test func `a borrowed name or suffix is refused, and the same task twice is one`() throws {
    let forces = """
      name: NAME
      title: Forces
      suffix: SUFFIX
      unit: {raw: N, divided_by: body-mass}
      frames: 180
      inputs: {unit: degrees, columns: [hip_flexion_r]}
      outputs: [{name: a, label: a}]
      """
    for (name, suffix) in [("muscle-force", "XX60"), ("other", "MF60")] {
      let own = try task(forces.replacing("NAME", with: name).replacing("SUFFIX", with: suffix))
      #expect { try PredictionTasks.add([own]) } throws: {
        "\($0)".contains("'muscle-force' (MF60), which is another one")
      }
    }
    let count = PredictionTasks.all.count
    try PredictionTasks.add([muscleForce, jointMoment])
    #expect(PredictionTasks.all.count == count)
  }
}
