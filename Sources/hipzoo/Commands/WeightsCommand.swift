import ArgumentParser
import Faults
import Formats
import Foundation
import Protocols
import Runs
import Weights

struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Import weights, or look into a file of them.",
    discussion: """
      EXAMPLE
        hipzoo weights import LSTM_JM60.pt
        hipzoo weights install runs/lstm-jm60-tuned-1f2e3d-finetune-1f2e3d4c --name lstm-jm60-clinic
      """,
    subcommands: [Import.self, Install.self, Inspect.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a PyTorch checkpoint or a safetensors file as the weights of an entry.",
      discussion: """
        A checkpoint is read symbolically: nothing in it is run. Without --as the file's SHA-256, or its model type
        and outputs, tell the entry. A safetensors file from PyTorch needs --as, and the means and deviations of its
        inputs: by option, or as NAME.json beside it.

        EXAMPLE
          hipzoo weights import LSTM_JM60.pt
          hipzoo weights import mine.safetensors --as lstm-jm60 --standardisation mine.json
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: ArgumentHelp("The file (.pt or .safetensors).", valueName: "file"))
    var file: String

    @Option(name: .customLong("as"), help: "The entry that the weights belong to.")
    var entry: String?

    @OptionGroup var weights: WeightsOptions

    @Flag(help: "Take them although the entry has others installed.")
    var replace = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let importing = WeightsImport(try homeOptions.catalogue(), architectures: compiledArchitectures)
      let imported = try importing.imported(
        URL(fileURLWithPath: file), as: entry, describedBy: weights.description())
      try InstalledFile(
        imported.artifact, homeOptions.installed.install(imported.artifact, replacing: replace), imported.remarks
      ).say(json: json)
    }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give weights of a run, or of a file that HipZoo wrote, a name and install them under it.",
      discussion: """
        An entry's name takes weights of that entry only. Any other name is one of their own: hipzoo list, show, predict, \
        evaluate, finetune, publish and verify know the weights by it.

        EXAMPLE
          hipzoo weights install lstm-jm60-tuned-1f2e3d-finetune-1f2e3d4c
          hipzoo weights install mine.safetensors --name lstm-jm60-clinic
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: ArgumentHelp("A run, or a file (.safetensors).", valueName: "run|file"))
    var weights: String

    @Option(help: "What they are called; by default what the file says.")
    var name: String?

    @Flag(help: "Take them although there are others of this name.")
    var replace = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = try weights.hasSuffix(".safetensors") ? URL(fileURLWithPath: weights) : weightsOfRun()
      let artifact = try WeightsImport(try homeOptions.catalogue(), architectures: compiledArchitectures)
        .naming(file, name)
      try InstalledFile(artifact, homeOptions.installed.install(artifact, replacing: replace)).say(json: json)
    }

    /// The final weights of a run, of which nothing was changed since it was sealed.
    private func weightsOfRun() throws -> URL {
      let run = try homeOptions.homeFolder.run(named: weights)
      _ = try FinishedRun(run)
      return run.weights
    }
  }

  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is in a file of weights: tensors, units, columns, digests.",
      discussion: """
        EXAMPLE
          hipzoo weights inspect .hipzoo/weights/lstm-jm60.safetensors
        """)

    @Argument(help: ArgumentHelp("The file (.pt or .safetensors).", valueName: "file"))
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let url = URL(fileURLWithPath: file)
      let facts = try WeightsFacts(url)
      let digest = try Digest.sha256(ofFile: url)
      if json {
        return Terminal.say(
          try jsonText(
            InspectedWeights(
              file: url.lastPathComponent, bytes: facts.bytes, sha256: digest, facts: facts.facts,
              tensors: facts.tensors)))
      }
      Terminal.say("\(url.lastPathComponent): \(counted(facts.bytes, "byte")), sha256 \(digest)")
      for fact in facts.facts { Terminal.say("\(fact.name): \(fact.value)") }
      var table = TextTable(["tensor", "shape", "smallest", "largest"], numbers: [2, 3])
      for tensor in facts.tensors {
        let shape = tensor.shape.map(String.init).joined(separator: " x ")
        let range = [tensor.smallest, tensor.largest].map { $0.map { String(format: "%.5f", $0) } ?? "-" }
        table.add([tensor.name, shape] + range)
      }
      table.print()
    }
  }
}

/// Weights that have been installed, as text or JSON.
private struct InstalledFile: Encodable {
  var label: WeightsLabel
  var parameters: Int
  var tensors: Int
  var file: String
  var sha256: String

  /// How the file was read, where that has to be said.
  var remarks: [String]

  init(_ artifact: Artifact, _ url: URL, _ remarks: [String] = []) throws {
    self.remarks = remarks
    label = artifact.label
    parameters = artifact.weights.reduce(0) { $0 + $1.values.count }
    tensors = artifact.weights.count
    file = url.relativePath
    sha256 = try artifact.digest()
  }

  func say(json: Bool) throws {
    guard !json else { return Terminal.say(try jsonText(self)) }
    remarks.forEach(Terminal.note)
    Terminal.say(
      "\(label.name): \(counted(parameters, "parameter")) in \(counted(tensors, "tensor")), \(label.text)")
    Terminal.say("wrote \(file), sha256 \(sha256)")
  }
}

/// What is in a file of weights, as JSON.
private struct InspectedWeights: Encodable {
  var file: String
  var bytes: Int
  var sha256: String
  var facts: [WeightsFacts.Fact]
  var tensors: [WeightsFacts.TensorRange]
}
