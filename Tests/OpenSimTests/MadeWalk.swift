import Foundation
import OpenSim
import TestSupport

/// The session of two computed walkers, to be changed.
struct MadeWalk {
  let folder: URL
  let recipe: Recipe

  /// The recipe and the files, computed once for all tests.
  private static let original = Result {
    let file = MadeSession.recipeURL.deletingLastPathComponent().appending(path: "walker.yaml")
    let recipe = try Recipe(yaml: Array(Data(contentsOf: file)), file: "walker.yaml")
    var files = [String: Data]()
    try withTemporaryFolder { folder in
      _ = try ExampleSession(in: folder, recipe)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        files[name] = try Data(contentsOf: folder.appending(path: name))
      }
    }
    return (recipe: recipe, files: files)
  }

  init(in folder: URL) throws {
    self.folder = folder
    let original = try Self.original.get()
    recipe = original.recipe
    for (name, content) in original.files { try content.write(to: folder.appending(path: name)) }
  }

  /// Changes the rows of the first walker's forces; the nine numbers of the right foot's plate come before the left one's.
  func forces(_ change: (_ instant: Double, inout [Double]) -> Void) throws {
    try edit("H01_forces.mot") { text in
      text.components(separatedBy: "\n").map { line in
        var numbers = line.split(separator: "\t").compactMap { Double($0) }
        guard numbers.count == 19 else { return line }
        var row = Array(numbers.dropFirst())
        change(numbers[0], &row)
        numbers = [numbers[0]] + row
        return numbers.map { "\($0)" }.joined(separator: "\t")
      }.joined(separator: "\n")
    }
  }

  /// Changes the table.
  func table(_ change: (String) -> String) throws { try edit("sessions.csv", change) }

  func copy(_ name: String, _ other: String) throws {
    try FileManager.default.copyItem(at: folder.appending(path: name), to: folder.appending(path: other))
  }

  func simulation() throws -> Simulation {
    let options = Simulation.Options(recipe: recipe, python: OpenSimPython("/nowhere/python"))
    return try Simulation(
      folder.appending(path: "sessions.csv"), to: folder.appending(path: "out"), name: "s", options)
  }

  private func edit(_ name: String, _ change: (String) -> String) throws {
    let url = folder.appending(path: name)
    try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
  }
}
