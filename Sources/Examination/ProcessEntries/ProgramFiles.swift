import Faults
import Formats
import Foundation

/// The files that HipZoo and a program hand each other, by their names in the program's working folder.
package enum ProgramFiles {
  /// What is asked, as JSON.
  static let call = "call.json"
  /// What is learnt from.
  static let training = "training.safetensors"
  /// What may decide when to stop.
  static let validation = "validation.safetensors"
  /// What is predicted from.
  static let inputs = "inputs.safetensors"
  /// The folder of whatever the program wants to find again.
  static let model = "model"
  /// What a program may say of its learning.
  package static let report = "report.json"
  /// What a program predicts.
  package static let predictions = "predictions.safetensors"

  /// A training set as a program gets it.
  static func write(_ trainingSet: TrainingSet, to url: URL) throws {
    try Safetensors(tensors: [
      .init(
        "inputs", shape: [trainingSet.trials, trainingSet.frames, trainingSet.inputCount], floats: trainingSet.inputs),
      .init(
        "targets", shape: [trainingSet.trials, trainingSet.frames, trainingSet.outputCount], floats: trainingSet.targets
      ),
      .init("groups", shape: [trainingSet.trials], integers: trainingSet.groups.map(Int64.init)),
    ]).write(to: url)
  }

  /// Reads what a program says of its learning; nil when it says nothing.
  ///
  /// - Parameter epochs: the most epochs that it was allowed.
  /// - Throws: ``Fault`` (data) when the file says something else than it may.
  package static func report(in folder: URL, epochs: Int) throws -> (bestEpoch: Int, epochs: Int, loss: Double?)? {
    let url = folder.appending(path: report)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let json = try JSON(BoundedFile.read(url, limit: 1 << 16))
    guard let members = json.object else { throw Fault(.data, "it is no JSON object.") }
    if let stray = members.keys.sorted().first(where: { !["best_epoch", "epochs", "validation_loss"].contains($0) }) {
      throw Fault(.data, "it has the unknown key '\(stray)'. Allowed: best_epoch, epochs, validation_loss.")
    }
    func count(_ key: String, atMost most: Int) throws -> Int {
      guard let value = members[key] else { return most }
      guard let number = value.integer, (1...max(most, 1)).contains(number) else {
        throw Fault(.data, "'\(key)' is \(value.canonical), expected a whole number from 1 to \(most).")
      }
      return number
    }
    let run = try count("epochs", atMost: epochs)
    let best = try count("best_epoch", atMost: run)
    var loss: Double?
    if let value = members["validation_loss"], value != .null {
      guard case .number(let digits) = value, let number = Double(digits), number.isFinite else {
        throw Fault(.data, "'validation_loss' is \(value.canonical), expected a number.")
      }
      loss = number
    }
    return (best, run, loss)
  }

  /// Reads what a program predicts.
  ///
  /// - Parameters:
  ///   - shape: trials, frames, outputs.
  ///   - outputs: the names of the outputs.
  /// - Throws: ``Fault`` (data) saying what the file holds and what was expected.
  package static func predictions(in folder: URL, shape: [Int], outputs: [String]) throws -> [Float] {
    let file = try Safetensors.read(folder.appending(path: predictions))
    guard let array = file[only: "predictions"] else {
      let names = file.tensors.map { "'\($0.name)'" }.joined(separator: ", ")
      throw Fault(.data, "it holds \(names.isEmpty ? "nothing" : names), expected the one array 'predictions'.")
    }
    guard array.shape == shape else {
      throw Fault(
        .data, "'predictions' has the shape \(array.shape), expected \(shape): trials, frames, outputs.")
    }
    guard [.float32, .float64].contains(array.type) else {
      throw Fault(.data, "'predictions' has elements of type \(array.type.rawValue), expected F32 or F64.")
    }
    let numbers = array.floats()
    if let place = numbers.firstIndex(where: { !$0.isFinite }) {
      let (frame, trial) = (place / outputs.count % shape[1], place / outputs.count / shape[1])
      throw Fault(
        .data,
        "'predictions' is \(numbers[place].isNaN ? "nan" : "\(numbers[place])") at trial \(trial), frame \(frame), output \(outputs[place % outputs.count]) "
          + "(counted from 0); predictions must be finite.")
    }
    return numbers
  }
}

extension Safetensors {
  /// The array of a name, when the file holds that one and no other.
  fileprivate subscript(only name: String) -> Entry? { tensors.count == 1 ? self[name] : nil }
}
