import Formats
import Foundation
import Protocols
import Scaffold

extension Checkup {
  /// `Package.swift` against the folders, the manifests and what this program was compiled with; nothing outside a
  /// checkout.
  func checkout() -> [CheckResult] {
    guard let checkout = try? Checkout(around: here) else { return [] }
    let names: [String]
    do {
      names = try checkout.architectures().names
    } catch { return [.wrong("Package.swift", error)] }
    let found =
      folders(of: names, in: checkout) + compiled(names) + names.flatMap { entries(of: $0, in: checkout) }
    return found.isEmpty
      ? [
        .well("checkout", "\(names.count) architectures: a folder, an entry for each task and a place in this program")
      ]
      : found
  }

  private func folders(of names: [String], in checkout: Checkout) -> [CheckResult] {
    let present = checkout.pluginFolders
    let missing = names.filter { !present.contains($0) }.map {
      CheckResult.wrong(
        "Package.swift", .missing, "'\($0)' is in the list of architectures and there is no folder Plugins/\($0)",
        "Write Plugins/\($0)/\($0).swift, or take the word out of the list.")
    }
    let unlisted = present.filter { !names.contains($0) }.map {
      CheckResult.wrong(
        "Package.swift", .data, "Plugins/\($0) is not in the list of architectures, so it is not compiled",
        "Add \"\($0)\" to the list at the top of Package.swift, or remove the folder.")
    }
    return missing + unlisted
  }

  private func compiled(_ names: [String]) -> [CheckResult] {
    let own = Set(types.map { $0.name })
    guard own != Set(names) else { return [] }
    let differing = own.symmetricDifference(names).sorted().joined(separator: ", ")
    return [
      .wrong(
        "checkout", .data, "this program was compiled with another list of architectures (\(differing))",
        "Build it anew: swift build -c release --product hipzoo.")
    ]
  }

  private func entries(of architecture: String, in checkout: Checkout) -> [CheckResult] {
    let files = (try? YAMLFile.files(in: checkout.zoo)) ?? []
    let own = files.compactMap { try? Manifest(yaml: $0.bytes, file: $0.name) }
      .filter { $0.implementation == .architecture(architecture) }
    guard own.isEmpty else { return [] }
    return [
      .note(
        "zoo", "\(architecture) has no entry for any task",
        "Write zoo/\(architecture.lowercased())-....yaml; 'hipzoo new' shows what is in one.")
    ]
  }
}
