import ArgumentParser
import Foundation
import Scaffold

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a working architecture or process entry to start from.",
    discussion: """
      In Swift, inside a checkout: Plugins/NAME with a model, its tests, an entry for each task, and the word in \
      Package.swift. With --process, anywhere: a folder with a program and its manifests. CONTRIBUTING.md goes on from \
      there.

      EXAMPLE
        hipzoo new MyNet
        hipzoo new MyNet --kind attention
        hipzoo new my-net --process python
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: ArgumentHelp("The name: MyNet in Swift, my-net for a process entry.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("The language of a process entry: python or r.", valueName: "language"))
  var process: NewProgram.Language?

  @Option(help: "The network in Swift to start from: convolutional (by default), recurrent, attention or state-space.")
  var kind: ArchitectureKind?

  func validate() throws {
    if process != nil, kind != nil { throw ValidationError("--kind is of a network in Swift; --process has none.") }
  }

  func run() throws {
    let taken = try homeOptions.catalogue().names
    let here = URL(fileURLWithPath: ".")
    if let process {
      let program = try NewProgram(name, in: here, taken: taken, language: process)
      try write(program.files)
      let entry = first(of: program.entries)
      return next(
        program.entries, "Look at \(name)/\(program.program), then try it:\n  hipzoo check \(entry) --zoo \(name)",
        options: " --zoo \(name)")
    }
    let architecture = try NewArchitecture(name, in: Checkout(around: here), taken: taken, kind: kind ?? .convolutional)
    try write(architecture.files)
    next(
      architecture.entries,
      """
      Now write the network in Plugins/\(name)/\(name).swift. Build, test and try it:
        swift build -c release --product hipzoo
        .build/release/hipzoo check \(name.lowercased())
        swift test -c release --disable-testable-imports --filter ConformanceTests
      """, program: ".build/release/hipzoo", options: "")
  }

  private func write(_ new: NewFiles) throws {
    try new.write()
    for file in new.files { Terminal.say("wrote \(shown(file.url))") }
    if let change = new.change { Terminal.say("added '\(name)' to \(shown(change.url))") }
  }

  private func next(_ entries: [String], _ text: String, program: String = "hipzoo", options: String) {
    Terminal.say(text)
    Terminal.say("  \(program) benchmark --protocol quick --entries \(first(of: entries))\(options)")
  }

  /// The entry to try first: of the published tasks the one that is trained soonest.
  private func first(of entries: [String]) -> String { entries.first { $0.hasSuffix("-jm60") } ?? entries.last ?? name }

  /// A path as a person in this folder would write it.
  private func shown(_ url: URL) -> String {
    let here = URL(fileURLWithPath: ".").resolvingSymlinksInPath().standardizedFileURL.path + "/"
    let path = url.standardizedFileURL.path
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : url.path
  }
}

extension NewProgram.Language: ExpressibleByArgument {}
extension ArchitectureKind: ExpressibleByArgument {}
