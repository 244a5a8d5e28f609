import Faults
import Foundation

/// The sole right to a job among workers that share a folder: a file that is made exclusively and touched again and again.
///
/// Its age is told by the file system's clock alone, so nodes need not agree on the time. It needs to be right only mostly:
/// a job that is done twice gives the same bytes.
public final class Lease: @unchecked Sendable {
  // `@unchecked Sendable`: all properties are constants, and a dispatch source may be used from any thread.

  /// Who holds a lease, and since when nothing was heard of it.
  public struct Holder: Sendable, Equatable, Encodable {
    /// The job.
    public let job: String
    /// The node and process.
    public let owner: String
    /// The seconds since the last beat.
    public let age: Double
  }

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
  ///   - folder: the folder of all leases.
  ///   - owner: who claims it, for people.
  ///   - beat: the seconds between signs of life.
  /// - Throws: ``Fault`` of kind `io` when the folder cannot be written.
  public static func claim(_ job: String, in folder: URL, owner: String, beat: Double) throws -> Lease? {
    let file = folder.appending(path: name(of: job))
    let token = "\(job)\n\(owner)\n\(UUID().uuidString)\n"
    for _ in 0..<2 {
      if try make(file, token, in: folder) { return Lease(file, token: token, beat: beat) }
      guard let age = try age(of: file, in: folder), age > beat * beatsUntilLost else { return nil }
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
  /// - Throws: ``Fault`` of kind `io`.
  public static func holders(in folder: URL) throws -> [Holder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return try names.filter { $0.hasSuffix(".lease") }.compactMap { name in
      let file = folder.appending(path: name)
      guard let text = try? String(contentsOf: file, encoding: .utf8), let age = try age(of: file, in: folder) else {
        return nil
      }
      let lines = text.split(separator: "\n").map(String.init)
      return lines.count >= 2 ? Holder(job: lines[0], owner: lines[1], age: age) : nil
    }.sorted { $0.job < $1.job }
  }

  private static func name(of job: String) -> String { job.replacing("/", with: "~") + ".lease" }

  /// Makes the file, which nobody else can then make; false when it is there.
  private static func make(_ file: URL, _ token: String, in folder: URL) throws -> Bool {
    let path = file.path(percentEncoded: false)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw Fault(.io, at: .file(path), "the job cannot be claimed: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    let bytes = Array(token.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      unlink(path)
      throw Fault(.io, at: .file(path), "the job cannot be claimed: \(String(cString: strerror(errno))).")
    }
    return true
  }

  /// The seconds since a file was touched, by the clock of its file system; nil when it is gone.
  private static func age(of file: URL, in folder: URL) throws -> Double? {
    let probe = folder.appending(path: ".clock-\(UUID().uuidString)").path(percentEncoded: false)
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Fault(.io, at: .file(folder.path), "nothing can be written: \(String(cString: strerror(errno))).")
    }
    close(descriptor)
    defer { unlink(probe) }
    guard let now = modification(probe), let then = modification(file.path(percentEncoded: false)) else { return nil }
    return now - then
  }

  private static func modification(_ path: String) -> Double? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    return Double(facts.st_mtim.tv_sec) + Double(facts.st_mtim.tv_nsec) / 1e9
  }
}
