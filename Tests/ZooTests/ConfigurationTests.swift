import Faults
import Formats
import Protocols
import Tensors
import TestSupport
import Testing
import Zoo

/// An architecture that gives back its inputs.
private struct Toy: Architecture {
  struct Model: SequenceModel {
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { x }
  }

  static let isCausal = true
  let hidden: Int

  init(_ settings: Settings) throws {
    hidden = try settings.integer("hidden", in: 1...64)
    let heads = try settings.integer("heads", in: 1...8, default: 1)
    if !hidden.isMultiple(of: heads) {
      throw settings.fault("heads", "'hidden' (\(hidden)) is no multiple of 'heads' (\(heads)).")
    }
  }

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Model { Model() }
}

/// A manifest of a few lines, with a change.
private func manifestText(_ change: (old: String, new: String) = ("", "")) -> String {
  let text = """
    schema: 1
    name: toy
    architecture: Toy
    task: muscle-force
    configuration: {hidden: 16}
    """
  return change.old.isEmpty ? text : text.replacing(change.old, with: change.new)
}

private func manifest(_ text: String) throws -> Manifest {
  try Manifest(yaml: Array(text.utf8), file: "zoo/toy.yaml")
}

@Suite("A configuration") struct ConfigurationTests {
  @Test func `makes an architecture and says all of its hyperparameters`() throws {
    let configured = try manifest(manifestText()).configured(among: [Toy.self])
    #expect((configured.architecture as? Toy)?.hidden == 16)
    #expect(configured.configuration.canonicalJSON == #"{"heads":1,"hidden":16}"#)
    let stored = try Node(json: configured.configuration.canonicalJSON, file: "toy.safetensors")
    let again = try ConfiguredArchitecture("Toy", configuration: stored, among: [Toy.self])
    #expect(again.configuration.canonicalJSON == configured.configuration.canonicalJSON)
  }

  @Test(arguments: [
    (
      "hidden: 16", "hiden: 16",
      "zoo/toy.yaml:5:17: unknown key 'hiden'. Did you mean 'hidden', a whole number from 1 to 64?"
    ),
    ("hidden: 16", "hidden: 99", "zoo/toy.yaml:5:25: 'hidden' is 99, expected a whole number from 1 to 64."),
    ("hidden: 16", "hidden: 16, heads: 3", "zoo/toy.yaml:5:36: 'hidden' (16) is no multiple of 'heads' (3)."),
    (
      "hidden: 16", "hidden: 16, haeds: 2",
      "zoo/toy.yaml:5:29: unknown key 'haeds'. Did you mean 'heads'? Allowed: hidden, heads."
    ),
    (
      "configuration: {hidden: 16}", "",
      "zoo/toy.yaml:1:1: the key 'hidden' is missing, expected a whole number from 1 to 64."
    ),
    ("Toy", "Tyo", "zoo/toy.yaml:3:15: unknown architecture 'Tyo'. Did you mean 'Toy'? Compiled: Toy."),
    ("Toy", "Perceptron", "zoo/toy.yaml:3:15: unknown architecture 'Perceptron'. Compiled: Toy."),
  ])
  func `that is wrong is refused with line and column`(_ old: String, _ new: String, _ expected: String) {
    let text = manifestText((old, new))
    #expect(message { _ = try manifest(text).configured(among: [Toy.self]) } == expected)
  }

  @Test func `of a program there is none`() throws {
    let program = try manifest(manifestText(("architecture: Toy", "process: {command: [python3, toy.py]}")))
    #expect(throws: Fault.self) { try program.configured(among: []) }
  }
}
