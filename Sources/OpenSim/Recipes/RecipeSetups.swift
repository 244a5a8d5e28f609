import Faults
import Formats
import Foundation
import Processes

/// A recipe made of a laboratory's own setups: its scale, inverse kinematics and marker-set files.
public enum RecipeSetups {
  /// The recipe as YAML.
  ///
  /// - Parameters:
  ///   - files: the setups in XML.
  ///   - name: the recipe's name.
  /// - Throws: ``Fault`` when a file is not there or no XML, or no weights for inverse kinematics are among them.
  public static func yaml(of files: [URL], name: String, _ python: OpenSimPython) throws -> String {
    for file in files where !FileManager.default.fileExists(atPath: file.path) {
      throw Fault(.missing, at: .file(file.relativePath), "there is no such file.")
    }
    let answer = try withScratchFolder { folder in
      try OpenSimCall(python: python, step: "recipe", timeLimit: OpenSimPython.starting).run(
        ["step": .text("recipe"), "setups": .array(files.map { .text($0.standardizedFileURL.path) })],
        in: folder.appending(path: "recipe"), Interruption()
      ).value.object ?? [:]
    }
    func weights(_ key: String) -> [String: JSON] { answer[key]?.object ?? [:] }
    let (ik, sizes, places) = (weights("weights"), weights("static_weights"), weights("placing_weights"))
    let markers = answer["markers"]?.array ?? []
    let named = Set(markers.compactMap { $0.object?["name"]?.text })
    var lines = [
      "# Made of \(files.map(\.lastPathComponent).joined(separator: ", ")).", "name: \(name)",
      "title: made of a laboratory's own setups", "standing_s: \(answer["standing"]?.canonical ?? "0.3")",
      "placing_s: \(answer["placing"]?.canonical ?? answer["standing"]?.canonical ?? "0.3")", "markers:",
    ]
    func line(_ marker: String, _ parts: [String]) -> String {
      let weight = ik[marker]?.canonical ?? "0"
      let standing = sizes[marker]?.canonical ?? weight
      let placing = places[marker]?.canonical ?? standing
      let own = ["name: \(JSON.text(marker).canonical)"] + parts
      return
        "  - {\((own + ["weight: \(weight)", "static_weight: \(standing)", "placing_weight: \(placing)"]).joined(separator: ", "))}"
    }
    for marker in markers {
      guard let object = marker.object, let name = object["name"]?.text, let body = object["body"] else { continue }
      lines.append(
        line(
          name,
          [
            "body: \(body.canonical)", "at: \(object["at"]?.canonical ?? "[0,0,0]")",
            "fixed: \(object["fixed"]?.canonical ?? "false")",
          ]))
    }
    for (name, _) in ik.sorted(by: { $0.key < $1.key }) where !named.contains(name) && markers.isEmpty {
      lines.append(line(name, ["body: ground"]))
    }
    let measurements = answer["measurements"]?.array ?? []
    if !measurements.isEmpty { lines.append("measurements:") }
    for measurement in measurements { lines.append("  - \(measurement.canonical)") }
    let manual = answer["manual"]?.array ?? []
    if !manual.isEmpty { lines.append("manual:") }
    for factor in manual { lines.append("  - \(factor.canonical)") }
    let text = lines.joined(separator: "\n")
    _ = try Recipe(yaml: Array(text.utf8), file: "\(name).yaml")
    return text
  }
}
