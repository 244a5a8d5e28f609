import Formats
import Foundation
import Runs

/// What a fine-tuning was asked to do: all that is needed to plan it, here or on another machine.
public struct TuningRequest: Codable, Sendable, Equatable {
  /// The entry, or a file of weights.
  public var weights: String
  /// The cohort's file.
  public var cohort: String
  /// Whose trials a person says these are.
  public var population: String?
  /// What becomes of people whom the weights were trained on.
  public var seen: SeenPolicy
  /// How the weights are adapted.
  public var choices: FineTuning.Choices
  /// A protocol's name or file; nil where the numbers below say all.
  public var `protocol`: String?
  /// How many subjects are adapted to.
  public var subjects: Int
  /// How many epochs are trained.
  public var epochs: Int
  /// The learning rate.
  public var learningRate: Double
  /// The seed of the draw of subjects and of training.
  public var seed: Int

  /// Makes a request; each part is what the property of its name says.
  public init(
    weights: String, cohort: String, population: String?, seen: SeenPolicy, choices: FineTuning.Choices,
    protocol name: String?, subjects: Int, epochs: Int, learningRate: Double, seed: Int
  ) {
    self.weights = weights
    self.cohort = cohort
    self.population = population
    self.seen = seen
    self.choices = choices
    self.protocol = name
    self.subjects = subjects
    self.epochs = epochs
    self.learningRate = learningRate
    self.seed = seed
  }

  /// The file of a request in the folder of what concerns several runs.
  private static func file(_ folder: ExaminationFolder) -> URL { folder.url.appending(path: "finetune.json") }

  /// Keeps the request, with its files named so that a worker finds them whatever folder it is started in.
  /// - Returns: the folder that it stands in.
  /// - Throws: ``Fault`` of kind `io`.
  @discardableResult
  public func save(named name: String, in home: HomeFolder) throws -> ExaminationFolder {
    func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    var request = self
    // What is no file is the name of a described cohort or of an entry, which is the same everywhere.
    if FileManager.default.fileExists(atPath: cohort) { request.cohort = whole(cohort) }
    if weights.contains(where: { $0 == "." || $0 == "/" }) { request.weights = whole(weights) }
    if let name = self.protocol, name.hasSuffix(".yaml") || name.hasSuffix(".yml") { request.protocol = whole(name) }
    let folder = ExaminationFolder(home.examinations.appending(path: name))
    try JSONText.write(request, to: Self.file(folder))
    return folder
  }

  /// The folders of a home that hold a request, by name.
  /// - Throws: ``Fault`` of kind `io` when the folder cannot be listed.
  public static func folders(in home: HomeFolder) throws -> [ExaminationFolder] {
    try home.examinationFolders().filter { FileManager.default.fileExists(atPath: file($0).path) }
  }

  /// The request that a folder holds.
  /// - Throws: ``Fault`` naming the file when it is absent or damaged.
  public static func read(_ folder: ExaminationFolder) throws -> TuningRequest {
    try JSONText.read(TuningRequest.self, from: file(folder))
  }

  /// Whether a folder still holds its request.
  public static func isThere(in folder: ExaminationFolder) -> Bool {
    access(file(folder).path(percentEncoded: false), F_OK) == 0
  }
}
