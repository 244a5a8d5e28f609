import Faults
import Fetching
import Foundation
import Registry

extension Checkup {
  /// What was recorded and what was downloaded, as far as there is anything.
  func records() -> [CheckResult] { registry() + cache() + leftovers() }

  /// The registry against itself and against the run folders.
  private func registry() -> [CheckResult] {
    guard FileManager.default.fileExists(atPath: home.registry.path) else { return [] }
    do {
      let wrong = try RegistryIndex(home: home).check().map { CheckResult.wrong("registry", Fault(.data, $0)) }
      return wrong.isEmpty ? [.well("registry", "'\(home.registry.relativePath)' is sound")] : wrong
    } catch { return [.wrong("registry", error)] }
  }

  /// Temporary files of commands that were killed.
  private func leftovers() -> [CheckResult] {
    let left = home.leftovers
    guard left.files > 0 else { return [] }
    return [
      .note(
        "leftovers",
        "killed commands left \(counted(left.files, "temporary file")) (\((left.bytes + 1023) >> 10) KiB) in '\(home.url.relativePath)'",
        "hipzoo registry rebuild removes them; so does the command that goes on with the work.")
    ]
  }

  /// Downloaded files against the SHA-256 that they are named by.
  private func cache() -> [CheckResult] {
    do {
      let files = try BlobCache(home.blobs).check()
      let changed = files.filter { !$0.isSound }.map {
        CheckResult.note(
          "cache", "a downloaded file is no longer what it was: \($0.sha256.prefix(12))...",
          "The next command that needs it fetches it anew.")
      }
      guard changed.isEmpty, !files.isEmpty else { return changed }
      return [.well("cache", "\(counted(files.count, "downloaded file")), all as they came")]
    } catch { return [.wrong("cache", error)] }
  }
}
