import ArgumentParser
import Formats
import Foundation
import Protocols

struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "List the tasks: what entries can predict.",
    discussion: """
      A task of your own is a file: tasks/NAME.yaml in a folder that --zoo names, or in ./zoo.

      EXAMPLE
        hipzoo task list
      """, subcommands: [List.self, Show.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the tasks.",
      discussion: """
        EXAMPLE
          hipzoo task list
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let tasks = PredictionTasks.all.map(TaskFacts.init)
      if json { return Terminal.say(try jsonText(tasks)) }
      var table = TextTable(["name", "suffix", "outputs", "unit", "title"], numbers: [2])
      for task in tasks { table.add([task.name, task.suffix, String(task.outputs.count), task.unit, task.title]) }
      table.print()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a task: inputs, outputs, units, signs, where an import finds them.",
      discussion: """
        EXAMPLE
          hipzoo task show joint-moment
        """)

    @OptionGroup var homeOptions: HomeOptions

    @Argument(help: "The name.")
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let task = TaskFacts(try PredictionTasks.named(name))
      if json { return Terminal.say(try jsonText(task)) }
      for (key, value) in [
        ("name", task.name), ("title", task.title), ("files", "NAME_\(task.suffix).npz"),
        ("unit", "\(task.rawUnit), learnt in \(task.unit) (divided by \(task.dividedBy))"),
        ("frames", String(task.frames)), ("found in", task.foundIn ?? "no recording"),
        ("fingerprint", task.fingerprint),
        ("inputs", task.inputs.joined(separator: ", ")),
      ] { Terminal.say(key.padding(toLength: 13, withPad: " ", startingAt: 0) + value) }
      var table = TextTable(["output", "what it is", "positive", "columns of a recording"])
      for output in task.outputs {
        table.add([output.name, output.label, output.positive ?? "-", output.columns.joined(separator: ", or ")])
      }
      table.print()
    }
  }
}

/// A task as programs read it.
private struct TaskFacts: Encodable {
  struct Output: Encodable {
    let name: String
    let label: String
    let positive: String?
    let columns: [String]
  }

  let name, title, quantity, suffix, rawUnit, unit, dividedBy: String
  let foundIn: String?
  let frames: Int
  let inputs: [String]
  let outputs: [Output]
  let fingerprint: String

  init(_ task: any PredictionTask) {
    (name, title, quantity, suffix) = (task.name, task.title, task.quantity, task.suffix)
    (rawUnit, unit, dividedBy) = (task.rawUnit, task.unit, task.divisor.words)
    foundIn = task.foundIn?.rawValue
    (frames, inputs) = (task.frames, task.inputs)
    outputs = task.targets.map { Output(name: $0.name, label: $0.label, positive: $0.positive, columns: $0.columns) }
    fingerprint = task.fingerprint
  }
}
