import Faults
import Foundation
import Jobs
import Protocols
import Tensors

/// Tries a program on a dozen drawn trials: whether it keeps its contract (`docs/process-entries.md`), and whether the same
/// call gives the same numbers, whatever was called before and in whatever order the trials come.
public struct ProgramCheck {
  private let trainer: any EntryTrainer
  private let task: any PredictionTask
  private let recipe: TrainingRecipe
  private let trials = 12
  private let frames = 180

  /// Prepares the check of an entry that is a program, which is told this recipe.
  public init(_ entry: TrainableEntry, recipe: TrainingRecipe) {
    (trainer, task, self.recipe) = (entry.trainer, entry.task, recipe)
  }

  /// Calls the program, some calls twice.
  ///
  /// - Parameter folder: where its output goes.
  /// - Returns: what is wrong, a sentence each; a call that fails is the last.
  /// - Throws: ``Interrupted``.
  public func violations(in folder: URL, _ context: JobContext) throws -> [String] {
    var found = [String]()
    do {
      let model = try learnt(in: folder.appending(path: "first"), context)
      let angles = curves(task.inputs.count, seed: 2, of: 5)
      func predicted(_ angles: [[Float]], by model: any TrainedModel) throws -> [[Float]] {
        let flat = try model.predict(angles.flatMap(\.self), frames: frames, context)
        let each = flat.count / max(angles.count, 1)
        return angles.indices.map { Array(flat[$0 * each..<($0 + 1) * each]) }
      }
      let first = try predicted(angles, by: model)
      // Other trials in between show what is kept from call to call.
      let turned = try predicted(Array(angles.reversed()), by: model)
      let alone = try predicted([angles[3]], by: model)
      if try predicted(angles, by: model) != first {
        found.append(
          "Two calls of 'predict' on the same trials give other numbers; draw nothing there and keep nothing from call to "
            + "call.")
      } else {
        found += difference(first, Array(turned.reversed())).map {
          "A trial's prediction changes with the order of the trials in a call, by up to \($0); predict each by itself."
        }
        found += difference([first[3]], alone).map {
          "A trial by itself has another prediction than among others, by up to \($0); take nothing from the other "
            + "trials of a call, such as their mean."
        }
      }
      let again = try learnt(in: folder.appending(path: "again"), context)
      found += difference(first, try predicted(angles, by: again), tolerance: 0).map {
        "Two calls of 'fit' with the same files and seed learn models that differ, in predictions by up to \($0); take "
          + "every random number from 'seed' of call.json."
      }
    } catch let fault as Fault { found.append(fault.description) }
    return found
  }

  private func learnt(in folder: URL, _ context: JobContext) throws -> any TrainedModel {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func part(_ trials: Int, seed: UInt64) -> TrainingSet {
      TrainingSet(
        standardisation: Standardisation(
          mean: task.inputs.map { _ in 0 }, deviation: task.inputs.map { _ in 1 }),
        inputs: curves(task.inputs.count, seed: seed, of: trials).flatMap(\.self),
        targets: curves(task.outputs.count, seed: seed + 10, of: trials).flatMap(\.self),
        groups: (0..<trials).map { $0 / 3 }, frames: frames, inputCount: task.inputs.count,
        outputCount: task.outputs.count)
    }
    return try trainer.train(
      TrainingRequest(
        job: "check", trainingSet: part(trials, seed: 1), validation: part(trials / 2, seed: 4), epochs: 2,
        recipe: recipe, seed: 2025, fingerprint: "check", folder: folder), context
    ).model
  }

  /// Curves over the gait cycle, `[frames, columns]` a trial, of about unit size.
  private func curves(_ columns: Int, seed: UInt64, of trials: Int) -> [[Float]] {
    var generator = TorchGenerator(seed: seed)
    return (0..<trials).map { _ in
      let drawn = generator.normal(columns * 4)
      return (0..<frames * columns).map { place in
        let (frame, column) = (place / columns, place % columns)
        let angle = 2 * Float.pi * Float(frame) / Float(frames)
        let wave = drawn[column * 4 + 1] * sin(angle) + drawn[column * 4 + 2] * cos(angle)
        return 0.5 * drawn[column * 4] + wave + 0.3 * drawn[column * 4 + 3] * sin(3 * angle)
      }
    }
  }

  /// The largest difference, in the task's unit, when it is more than a part of what is predicted.
  private func difference(_ one: [[Float]], _ other: [[Float]], tolerance: Float = 1e-4) -> [String] {
    let (one, other) = (one.flatMap(\.self), other.flatMap(\.self))
    let most = zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let scale = one.reduce(1) { max($0, abs($1)) }
    return most > tolerance * scale ? ["\(most) \(task.unit)"] : []
  }
}
