import ArgumentParser
import Cohorts
import Faults
import Foundation

/// How a motion file's person and gait cycles are known.
struct RecordingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Body mass in kg.")
  var mass: Float?

  @Option(parsing: .unconditional, help: "Body height in m; copied to the output.")
  var height: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Initial contacts of the right foot in seconds.", valueName: "0.62,1.85"))
  var contacts: String?

  @Option(help: ArgumentHelp("A CSV file of contacts: a column time (s) and perhaps side.", valueName: "file"))
  var events: String?

  @Option(help: ArgumentHelp("Ground forces (.mot or .sto) to find contacts in.", valueName: "file"))
  var forces: String?

  @Option(help: "How the file counts the knee: flexion-positive or flexion-negative; by default detected.")
  var kneeSign: KneeSign?

  /// Whether the options are about one recording and no other.
  var isOfOneRecording: Bool { events != nil || contacts != nil || forces != nil }

  func known() throws -> PredictionSource.RecordingFacts {
    var walk = PredictionSource.RecordingFacts()
    walk.mass = mass
    walk.height = height ?? .nan
    walk.kneeSign = kneeSign
    walk.forces = forces.map { URL(fileURLWithPath: $0) }
    walk.contacts = try contacts.map(instants)
    if let events { walk.contacts = try ContactEvents.right(inFile: URL(fileURLWithPath: events)) }
    return walk
  }

  func validate() throws {
    if contacts != nil, events != nil { throw ValidationError("Give --contacts or --events, not both.") }
    try check("--mass", mass, in: Cohort.plausibleMasses)
    try check("--height", height, in: 0.3...3)
    _ = try contacts.map(instants)
  }

  private func instants(_ text: String) throws -> [Double] {
    do {
      let instants = try ContactEvents.parse(text)
      guard zip(instants, instants.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw ValidationError("--contacts is \(text); each must be later than the one before.")
      }
      return instants
    } catch let fault as Fault {
      throw ValidationError("--contacts: \(fault)")
    }
  }
}

extension KneeSign: ExpressibleByArgument {}
