import ArgumentParser
import Foundation
import Weights

/// The options that say of a file of weights what it does not say itself.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The means of the inputs in degrees, with commas between them, where the file has none.", valueName: "numbers"))
  var mean: String?

  @Option(help: ArgumentHelp("Their standard deviations.", valueName: "numbers"))
  var deviation: String?

  @Option(
    help: ArgumentHelp("A JSON file with both: {\"mean\": [...], \"deviation\": [...]}.", valueName: "file.json"))
  var standardisation: String?

  /// What was said.
  func description() throws -> WeightsDescription {
    try WeightsDescription(mean: mean, deviation: deviation, file: standardisation.map { URL(fileURLWithPath: $0) })
  }
}

/// The same options for commands that take an entry or a file of weights.
struct WeightsFileOptions: ParsableArguments {
  @OptionGroup var options: WeightsOptions

  @Option(name: .customLong("as"), help: ArgumentHelp("The entry that a file's weights belong to.", valueName: "entry"))
  var entry: String?

  /// Whether anything is said of a file of weights.
  var isStated: Bool {
    entry != nil || options.mean != nil || options.deviation != nil || options.standardisation != nil
  }

  /// The weights of an entry or a file, after saying how they were read.
  func artifact(_ name: String, in folder: URL? = nil, _ home: HomeOptions) throws -> Artifact {
    let found = try home.weights().weights(name, in: folder, as: entry, describedBy: options.description())
    found.remarks.forEach(Terminal.note)
    return found.artifact
  }
}
