import Faults
import Foundation

/// The sole right to a job among workers that share a folder: a file that is made exclusively and touched again and again.
///
/// Its age is told by the file system's clock alone, so nodes need not agree on the time. It needs to be right only mostly:
/// a job that is done twice gives the same bytes.
public final class Lease: @unchecked Sendable {
  // `@unchecked Sendable`: all properties are constants, and a dispatch source may be used from any thread.

  private let file: URL
  private let token: String
  private let timer: any DispatchSourceTimer

  /// After how many beats without a sign a job is another's to take.
  static let beatsUntilLost = 3.0

  private init(_ file: URL, token: String, beat: Double) {
    (self.file, self.token) = (file, token)
    timer = DispatchSource.makeTimerSource(queue: .global())
    let path = file.path(percentEncoded: false)
    timer.setEventHandler { utimes(path, nil) }
    timer.schedule(deadline: .now() + beat, repeating: beat)
    timer.resume()
  }

  /// Claims a job; nil while another worker has it and gives a sign of life.
  ///
  /// - Parameters:
  ///   - job: the job's id.
  ///   - folder: the folder of all leases; it is made where the one above it is there.
  ///   - owner: who claims it, for people.
  ///   - beat: the seconds between signs of life.
  /// - Throws: ``Fault`` of kind `io` when the folder cannot be written.
  public static func claim(_ job: String, in folder: URL, owner: String, beat: Double) throws -> Lease? {
    try claim(job, in: folder, owner: owner, beat: beat, SharedClock(folder))
  }

  static func claim(
    _ job: String, in folder: URL, owner: String, beat: Double, _ clock: SharedClock
  ) throws -> Lease? {
    let file = folder.appending(path: name(of: job, ending))
    let token = "\(job)\n\(owner)\n\(beat)\n\(UUID().uuidString)\n"
    for _ in 0..<2 {
      if try make(file, token, in: folder) { return Lease(file, token: token, beat: beat) }
      guard let holder = Holder(file, now: try clock.now()) else { continue }
      guard holder.isLost else { return nil }
      // Of several that find it lost, one moves it away; the others find it gone.
      let grave = folder.appending(path: ".lost-\(UUID().uuidString)")
      if rename(file.path(percentEncoded: false), grave.path(percentEncoded: false)) == 0 {
        unlink(grave.path(percentEncoded: false))
      }
    }
    return nil
  }

  /// Gives the job back.
  public func end() {
    timer.cancel()
    // One that was taken over in the meantime is another's.
    if (try? String(contentsOf: file, encoding: .utf8)) == token { unlink(file.path(percentEncoded: false)) }
  }

  /// Every lease of a folder, by job.
  ///
  /// Where nothing may be written the ages are told by this machine's clock, for want of the file system's.
  public static func holders(in folder: URL) -> [Holder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let leases = names.filter { $0.hasSuffix(ending) }
    guard !leases.isEmpty else { return [] }
    let now = (try? SharedClock.touch(in: folder)) ?? Date().timeIntervalSince1970
    return leases.compactMap { Holder(folder.appending(path: $0), now: now) }.sorted { $0.job < $1.job }
  }

  /// How many leases a folder holds, lost ones among them.
  static func count(in folder: URL) -> Int {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    return names?.count { $0.hasSuffix(ending) } ?? 0
  }

  /// How far this machine's clock is ahead of the file system's, in seconds; nothing here depends on it.
  /// - Throws: ``Fault`` of kind `io` when nothing can be written into the folder.
  public static func clockDifference(in folder: URL) throws -> Double {
    try makeFolder(folder)
    return Date().timeIntervalSince1970 - (try SharedClock.touch(in: folder))
  }

  /// The ending of a lease's name.
  static let ending = ".lease"

  /// The name of a file about a job.
  static func name(of job: String, _ ending: String) -> String { job.replacing("/", with: "~") + ending }

  /// Makes the folder of leases, and none above it: a home that has gone is not made anew in its place.
  static func makeFolder(_ folder: URL) throws {
    let path = folder.path(percentEncoded: false)
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw Fault(.io, at: .file(path), "the folder of claims cannot be made: \(String(cString: strerror(errno))).")
    }
  }

  /// Makes the file, which nobody else can then make; false when it is there.
  private static func make(_ file: URL, _ token: String, in folder: URL) throws -> Bool {
    let path = file.path(percentEncoded: false)
    var descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0, errno == ENOENT {
      try makeFolder(folder)
      descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw Fault(.io, at: .file(path), "the job cannot be claimed: \(String(cString: strerror(errno))).")
    }
    let bytes = Array(token.utf8)
    var isWritten = write(descriptor, bytes, bytes.count) == bytes.count
    var number = errno
    // A full quota shows when the file is closed, not before, on network file systems.
    if close(descriptor) != 0, isWritten { (isWritten, number) = (false, errno) }
    guard isWritten else {
      unlink(path)
      throw Fault(.io, at: .file(path), "the job cannot be claimed: \(String(cString: strerror(number))).")
    }
    return true
  }
}

extension Lease {
  /// Who holds a lease, and since when nothing was heard of it.
  public struct Holder: Sendable, Equatable, Encodable {
    /// The job.
    public let job: String
    /// The node and process.
    public let owner: String
    /// The seconds since the last beat.
    public let age: Double
    /// Whether nothing was heard for so long that the job is another's to take.
    public let isLost: Bool

    /// The seconds that a holder may take for what it writes into its file.
    private static let writing = 60.0

    /// Reads a lease; nil when it is gone.
    init?(_ file: URL, now: Double) {
      guard let touched = SharedClock.modification(of: file),
        let text = try? String(contentsOf: file, encoding: .utf8)
      else { return nil }
      let lines = text.split(separator: "\n").map(String.init)
      age = max(now - touched, 0)
      guard lines.count >= 3, let beat = Double(lines[2]) else {
        // One that is being made, or that a killed worker left half made.
        job = String(file.lastPathComponent.dropLast(Lease.ending.count)).replacing("~", with: "/")
        owner = "unknown"
        isLost = age > Self.writing
        return
      }
      (job, owner) = (lines[0], lines[1])
      isLost = age > beat * Lease.beatsUntilLost
    }
  }
}
