import ArgumentParser
import Faults
import Formats
import Foundation
import Weights

struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Import weights, or look into a file of them.",
    discussion: """
      EXAMPLE
        hipzoo weights import LSTM_JM60.pt
      """,
    subcommands: [Import.self, Inspect.self])

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

    func run() throws {
      let importing = WeightsImport(try homeOptions.catalogue(), architectures: compiledArchitectures)
      let imported = try importing.imported(
        URL(fileURLWithPath: file), as: entry, describedBy: weights.description())
      imported.remarks.forEach(Terminal.note)
      let artifact = imported.artifact
      let url = try homeOptions.installed.install(artifact)
      let count = artifact.weights.reduce(0) { $0 + $1.values.count }
      Terminal.say("\(artifact.entry): \(count) parameters in \(artifact.weights.count) tensors")
      Terminal.say("wrote \(url.relativePath), sha256 \(try artifact.digest())")
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

    func run() throws {
      let url = URL(fileURLWithPath: file)
      let facts = try WeightsFacts(url)
      Terminal.say("\(url.lastPathComponent): \(facts.bytes) bytes, sha256 \(try Digest.sha256(ofFile: url))")
      for fact in facts.facts { Terminal.say("\(fact.name): \(fact.value)") }
      var table = TextTable(["tensor", "shape", "smallest", "largest"], numbers: [2, 3])
      for weight in facts.weights {
        let shape = weight.shape.map(String.init).joined(separator: " x ")
        let range = [weight.values.min(), weight.values.max()].map { $0.map { String(format: "%.5f", $0) } ?? "-" }
        table.add([weight.name, shape] + range)
      }
      table.print()
    }
  }
}
