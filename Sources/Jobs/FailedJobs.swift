import Faults
import Foundation

/// The jobs that failed, kept beside the leases so that no other worker tries in vain what one has tried.
public struct FailedJobs: Sendable {
  /// A job that failed.
  public struct Record: Sendable, Equatable, Encodable {
    /// The job.
    public let job: String
    /// The node and process that tried it.
    public let owner: String
    /// The line that says why.
    public let reason: String
  }

  private let folder: URL
  private static let ending = ".failed"
  /// The longest reason that is read, in bytes.
  private static let longest = 16_384

  /// The failures that are kept in a folder of leases.
  public init(_ folder: URL) { self.folder = folder }

  /// Every failure, by job.
  public var records: [Record] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    return names.filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }.compactMap { name in
      guard let file = FileHandle(forReadingAtPath: folder.appending(path: name).path(percentEncoded: false)) else {
        return nil
      }
      defer { try? file.close() }
      let text = String(decoding: (try? file.read(upToCount: Self.longest)) ?? Data(), as: UTF8.self)
      let lines = text.split(separator: "\n", maxSplits: 2).map(String.init)
      guard lines.count == 3 else { return nil }
      return Record(job: lines[0], owner: lines[1], reason: lines[2].trimmingCharacters(in: .newlines))
    }.sorted { $0.job < $1.job }
  }

  /// Keeps a failure; one that cannot be written is only tried again.
  func keep(_ failure: Record) {
    let file = file(of: failure.job)
    let temporary = folder.appending(path: ".failed-\(UUID().uuidString)")
    let text = "\(failure.job)\n\(failure.owner)\n\(failure.reason)\n"
    guard (try? Data(text.utf8).write(to: temporary)) != nil else { return }
    if rename(temporary.path(percentEncoded: false), file.path(percentEncoded: false)) != 0 {
      unlink(temporary.path(percentEncoded: false))
    }
  }

  /// Forgets the failures of some jobs, so that they are tried again.
  /// - Returns: how many there were.
  @discardableResult
  public func forget(_ jobs: some Sequence<String>) -> Int {
    jobs.count { unlink(file(of: $0).path(percentEncoded: false)) == 0 }
  }

  private func file(of job: String) -> URL { folder.appending(path: Lease.name(of: job, Self.ending)) }
}
