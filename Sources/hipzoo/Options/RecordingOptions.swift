import ArgumentParser
import Cohorts
import Faults
import Foundation

/// How a motion file's person and gait cycles are known.
struct RecordingOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Body mass in kg.")
  var mass: Float?

  @Option(parsing: .unconditional, help: "Body height in m; copied to .csv and .npz.")
  var height: Float?

  @Option(help: "The leg: right, left or both; a left one is mirrored. By default right.")
  var side: Legs?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Initial contacts of the leg, of both the right one, in seconds.", valueName: "0.62,1.85"))
  var contacts: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --side both, those of the left leg.", valueName: "0.10,1.31"))
  var leftContacts: String?

  @Option(
    help: ArgumentHelp(
      "A table of contacts: a column time (s), and perhaps side and event, as Vicon exports it.", valueName: "file"))
  var events: String?

  @Option(help: ArgumentHelp("Ground forces (.mot or .sto) to find contacts in.", valueName: "file"))
  var forces: String?

  @Option(parsing: .unconditional, help: "The vertical force in N above which a foot is on the ground. By default 20.")
  var threshold: Double?

  @Flag(help: "The recording is one gait cycle, from its first row to its last.")
  var oneCycle = false

  @Option(
    help: ArgumentHelp(
      "A YAML file with a line hip_flexion_r: COLUMN for each angle of another name.", valueName: "file")
  )
  var columns: String?

  @Option(help: "How the file counts the knee: flexion-positive or flexion-negative; by default detected.")
  var kneeSign: KneeSign?

  /// The legs that a person may ask for.
  enum Legs: String, ExpressibleByArgument, CaseIterable {
    case right, left, both
  }

  /// The options about one recording and no other that were given.
  var ofOneRecording: [String] {
    Self.given([
      ("--contacts", contacts), ("--left-contacts", leftContacts), ("--events", events), ("--forces", forces),
    ])
  }

  /// The options about one person that were given.
  var ofOnePerson: [String] { Self.given([("--mass", mass), ("--height", height)]) }

  /// The options about motion files that were given.
  var ofMotionFiles: [String] {
    ofOnePerson + ofOneRecording
      + Self.given([
        ("--side", side), ("--threshold", threshold), ("--one-cycle", oneCycle ? true : nil), ("--columns", columns),
        ("--knee-sign", kneeSign),
      ])
  }

  /// The files that the options name.
  var files: [URL] { [events, forces, columns].compactMap { $0.map { URL(fileURLWithPath: $0) } } }

  private static func given(_ options: [(name: String, value: Any?)]) -> [String] {
    options.filter { $0.value != nil }.map(\.name)
  }

  func known() throws -> PredictionSource.RecordingFacts {
    var walk = PredictionSource.RecordingFacts()
    walk.mass = mass
    walk.height = height ?? .nan
    walk.kneeSign = kneeSign
    walk.sides = side == .both ? [.right, .left] : side == .left ? [.left] : [.right]
    walk.forces = forces.map { URL(fileURLWithPath: $0) }
    walk.contacts = try contacts.map { try instants($0, of: "--contacts") }
    walk.leftContacts = try leftContacts.map { try instants($0, of: "--left-contacts") }
    walk.events = try events.map { try ContactEvents(contentsOf: URL(fileURLWithPath: $0)) }
    walk.isOneCycle = oneCycle
    if let threshold { walk.detection.threshold = threshold }
    walk.names = try columns.map { try CoordinateNames.read(URL(fileURLWithPath: $0)) } ?? .usual
    return walk
  }

  func validate() throws {
    if contacts != nil, events != nil { throw ValidationError("Give --contacts or --events, not both.") }
    if oneCycle, let other = ofOneRecording.first {
      throw ValidationError("Give --one-cycle or \(other), not both: the ends of the recording are its contacts.")
    }
    if oneCycle, side == .both {
      throw ValidationError("A recording of --one-cycle is one cycle of one leg; give --side right or left.")
    }
    if leftContacts != nil, side != .both || events != nil {
      throw ValidationError("--left-contacts belongs to --side both without --events; a single leg has --contacts.")
    }
    try check("--mass", mass, in: Cohort.plausibleMasses)
    try check("--height", height, in: Cohort.plausibleHeights)
    try check("--threshold", threshold, in: 0...1000)
    _ = try contacts.map { try instants($0, of: "--contacts") }
    _ = try leftContacts.map { try instants($0, of: "--left-contacts") }
  }

  private func instants(_ text: String, of option: String) throws -> [Double] {
    do {
      let instants = try ContactEvents.parse(text)
      guard zip(instants, instants.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw ValidationError("\(option) is \(text); each must be later than the one before.")
      }
      return instants
    } catch let fault as Fault {
      throw ValidationError("\(option): \(fault)")
    }
  }
}

extension KneeSign: ExpressibleByArgument {}
