import Cohorts
import Faults
import Formats
import Foundation
import Protocols

/// What a simulation was asked to do: all that is needed to plan it, here or on another machine.
public struct SimulationRequest: Codable, Sendable, Equatable {
  /// The table of sessions.
  public var table: String
  /// The folder of the cohorts.
  public var output: String
  /// What the files' names begin with.
  public var name: String
  /// The recipe: a name, or a file.
  public var recipe: String
  /// The generic model that is scaled.
  public var model: String?
  /// The Python that has OpenSim; nil for what each machine has.
  public var python: String?
  /// The legs whose cycles are taken.
  public var sides: [Side]
  /// Whether trials outside the recipe's limits are taken, too.
  public var accepts: Bool
  /// The seconds that one step may take.
  public var timeLimit: Double

  /// Makes a request; each part is what the property of its name says.
  public init(
    table: String, output: String, name: String, recipe: String, model: String?, python: String?, sides: [Side],
    accepts: Bool, timeLimit: Double
  ) {
    (self.table, self.output, self.name, self.recipe) = (table, output, name, recipe)
    (self.model, self.python, self.sides) = (model, python, sides)
    (self.accepts, self.timeLimit) = (accepts, timeLimit)
  }

  /// The folder of the cohorts.
  public var folder: URL { URL(fileURLWithPath: output) }

  /// The simulation, planned by looking at the table and every recording that it names.
  ///
  /// - Parameter recipes: the recipes that are built in.
  /// - Throws: ``Fault`` when the recipe is not there, or the table or every row of it cannot be used.
  public func simulation(builtIn recipes: [EmbeddedFile]) throws -> Simulation {
    let simulation = try simulation(ofAnyRow: recipes)
    if let emptiness = simulation.emptiness { throw emptiness }
    return simulation
  }

  /// The simulation of a table of which perhaps no row can be used; see ``simulation(builtIn:)``.
  package func simulation(ofAnyRow recipes: [EmbeddedFile]) throws -> Simulation {
    var options = Simulation.Options(
      recipe: try Recipe.find(recipe, builtIn: recipes), model: model.map { URL(fileURLWithPath: $0) },
      python: OpenSimPython(python))
    (options.sides, options.accepts, options.timeLimit) = (sides, accepts, timeLimit)
    return try Simulation(anyOf: URL(fileURLWithPath: table), to: folder, name: name, options)
  }

  /// The file of a request in the folder of what was planned.
  private static func file(_ folder: URL) -> URL { folder.appending(path: "simulation.json") }

  /// Keeps the request, with its files named so that a worker finds them whatever folder it is started in.
  /// - Throws: ``Fault`` of kind `io`.
  public func save(in folder: URL) throws {
    func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    var request = self
    (request.table, request.output, request.model) = (whole(table), whole(output), model.map(whole))
    if recipe.contains(where: { $0 == "." || $0 == "/" }) { request.recipe = whole(recipe) }
    // A program's bare name is looked for on PATH, on each machine.
    if let python, python.contains("/") { request.python = whole(python) }
    try JSONText.write(request, to: Self.file(folder))
  }

  /// The request that a folder holds.
  /// - Throws: ``Fault`` naming the file when it is absent or damaged.
  public static func read(_ folder: URL) throws -> SimulationRequest {
    try JSONText.read(SimulationRequest.self, from: file(folder))
  }

  /// Whether a folder holds a request.
  public static func isThere(in folder: URL) -> Bool {
    access(file(folder).path(percentEncoded: false), F_OK) == 0
  }
}
