import Faults
import Formats
import Foundation
import Jobs
import Protocols
import Runs
import Tensors
import Weights

/// Several networks of one architecture, each with a seed of its own, that predict together by their mean.
struct EnsembleTrainer: EntryTrainer {
  let member: NetworkTrainer
  let count: Int

  func train(_ request: TrainingRequest, _ context: JobContext) throws -> TrainingResult {
    let results = try (0..<count).map { place in
      try member.train(request.ofMember(place, in: folder(of: place, in: request.folder)), context)
    }
    let losses = results.compactMap(\.bestValidationLoss)
    return TrainingResult(
      bestEpoch: medianEpoch(results.map(\.bestEpoch)), epochs: results.map(\.epochs).max() ?? 0,
      bestValidationLoss: losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count),
      model: TrainedEnsemble(members: results.map(\.model)))
  }

  func restore(from folder: URL) throws -> any TrainedModel {
    TrainedEnsemble(
      members: try (0..<count).map { try member.restore(from: TrainedEnsemble.folder(of: $0, in: folder)) })
  }

  func kept(in folder: URL) -> URL { folder.appending(path: TrainedEnsemble.folderName) }

  func discardProgress(in folder: URL) {
    for place in 0..<count { member.discardProgress(in: self.folder(of: place, in: folder)) }
  }

  private func folder(of place: Int, in folder: URL) -> URL { folder.appending(path: "member-\(place + 1)") }
}

/// Networks that predict together.
struct TrainedEnsemble: TrainedModel {
  static let folderName = "members"

  let members: [any TrainedModel]

  static func folder(of place: Int, in folder: URL) -> URL {
    folder.appending(path: "\(folderName)/\(place + 1)")
  }

  func predict(_ angles: [Float], frames: Int, _ context: JobContext) throws -> [Float] {
    var sum = [Double]()
    for member in members {
      let predicted = try member.predict(angles, frames: frames, context)
      sum = sum.isEmpty ? predicted.map(Double.init) : zip(sum, predicted).map { $0 + Double($1) }
    }
    return sum.map { Float($0 / Double(max(members.count, 1))) }
  }

  // All of them learnt the same trials.
  var standardisation: Standardisation? { members.first?.standardisation }
  var trainedOn: TrainedOn? { members.first?.trainedOn }

  /// The run of all members; of members of several runs an empty text, which is the fingerprint of none.
  var run: String? {
    let runs = Set(members.compactMap(\.run))
    return runs.count > 1 ? "" : runs.first
  }

  func keep(in folder: URL) throws -> String {
    for (place, member) in members.enumerated() { try member.keep(in: Self.folder(of: place, in: folder)) }
    return try digest()
  }

  func digest() throws -> String {
    Digest.sha256(of: Data(try members.map { try $0.digest() }.joined(separator: "\n").utf8))
  }
}

extension TrainingRequest {
  /// The same study for one network of several.
  fileprivate func ofMember(_ place: Int, in folder: URL) -> TrainingRequest {
    TrainingRequest(
      job: job, trainingSet: trainingSet, validation: validation, epochs: epochs, recipe: recipe,
      // The first has the run's seed; the others' are far from those that a person gives.
      seed: seed &+ UInt64(place) &* 1_000_003, fingerprint: "\(fingerprint) member \(place + 1)", folder: folder,
      provenance: provenance, trainedOn: trainedOn)
  }
}
