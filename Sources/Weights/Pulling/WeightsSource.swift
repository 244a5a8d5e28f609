import Faults
import Fetching
import Formats
import Foundation
import Protocols

/// A file of weights with the places that may have it, the first to be asked first.
struct WeightsSource {
  enum Place: Equatable { case file(URL), address(URL) }

  let wanted: ExpectedFile
  let fileName: String
  let places: [Place]
}

extension Pull {
  /// What there is under a name: of an entry, or of weights that the published zoo has under a name of their own.
  /// - Throws: ``Fault`` of kind `missing` when nobody knows the name.
  func offers(named name: String) throws -> [WeightsSource] {
    if let entry = catalogue.entries.first(where: { $0.name == name }) { return try offers(of: entry) }
    if let from = sources.from ?? sources.mirror, !from.isEmpty, Manifest.isName(name) {
      let place = try Place(from)
      if let published = try index(of: place)?.entries.first(where: { $0.name == name }) {
        return try offers(of: published, at: place)
      }
    }
    _ = try catalogue.entry(named: name)
    return []
  }

  private func offers(of published: PublishedIndex.Entry, at place: Place) throws -> [WeightsSource] {
    try published.weights.map { weights in
      WeightsSource(
        wanted: .init(sha256: weights.sha256, bytes: weights.bytes, name: weights.file), fileName: weights.file,
        places: [try place.appending("blobs/\(weights.sha256)").offered])
    }
  }

  /// What there is of an entry: of the published zoo that was named, else of the manifest.
  func offers(of entry: Manifest) throws -> [WeightsSource] {
    if let from = sources.from { return try offers(of: entry, from: from) }
    let mirror = try sources.mirror.flatMap { $0.isEmpty ? nil : try Place($0) }
    let own = try entry.weights.map { weights in
      var places = try mirror.map { [try $0.appending("blobs/\(weights.sha256)").offered] } ?? []
      let url = try entry.url(of: weights)
      places.append(url.isFileURL ? .file(url) : .address(url))
      return WeightsSource(wanted: weights.wanted, fileName: weights.fileName, places: places)
    }
    // What was pulled before is at hand; a mirror is asked for the rest, and does without where it does not answer.
    let isCached = try own.contains { try cache.file($0.wanted) != nil }
    guard let mirror, !isCached, !sources.isOffline || mirror.isFolder else { return own }
    // Where there is nothing else, why it does not answer is what a person has to know.
    let list = own.isEmpty ? try index(of: mirror) : (try? index(of: mirror)).flatMap(\.self)
    guard let published = list?.entries.first(where: { $0.name == entry.name }) else { return own }
    return try offers(of: published, at: mirror) + own
  }

  private func offers(of entry: Manifest, from text: String) throws -> [WeightsSource] {
    let place = try Place(text)
    if let index = try index(of: place) {
      guard let published = index.entries.first(where: { $0.name == entry.name }) else {
        let names = index.entries.map { String($0.name.prefix(80)) }
        let known = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
        throw Fault(.missing, at: .file(text), "no entry '\(entry.name)' is published there. Published: \(known).")
      }
      return try offers(of: published, at: place)
    }
    // A plain folder of the files that the manifest names.
    return try entry.weights.compactMap { weights in
      let file = try place.appending(weights.fileName)
      guard case .folder(let url) = file, FileManager.default.fileExists(atPath: url.path) else { return nil }
      return WeightsSource(wanted: weights.wanted, fileName: weights.fileName, places: [.file(url)])
    }
  }

  /// The index of a published zoo; nil for a folder that has none.
  private func index(of place: Place) throws -> PublishedIndex? {
    let file = try place.appending(PublishedIndex.fileName)
    switch file {
    case .folder(let url):
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      return try PublishedIndex(BoundedFile.read(url, limit: PublishedIndex.largestFile), url.path)
    case .web(let url):
      guard !sources.isOffline else {
        throw Fault(.usage, "--offline reads no index from \(url.absoluteString); leave --from away to use the cache.")
      }
      return try PublishedIndex(
        Answer.get(Address(url), largest: PublishedIndex.largestFile, patience), url.absoluteString)
    }
  }

  /// A folder or a web address that a person named.
  private enum Place {
    case folder(URL)
    case web(URL)

    init(_ text: String) throws {
      guard text.contains("://") else {
        self = .folder(URL(fileURLWithPath: text))
        return
      }
      guard let url = URL(string: text) else { throw Fault(.usage, "'\(text)' is no address.") }
      self = url.isFileURL ? .folder(url) : .web(try Address(url).url)
    }

    func appending(_ path: String) throws -> Place {
      switch self {
      case .folder(let url): .folder(url.appending(path: path))
      case .web(let url): .web(url.appending(path: path))
      }
    }

    var isFolder: Bool { if case .folder = self { true } else { false } }

    var offered: WeightsSource.Place {
      switch self {
      case .folder(let url): .file(url)
      case .web(let url): .address(url)
      }
    }
  }
}

extension PublishedWeights {
  fileprivate var wanted: ExpectedFile { ExpectedFile(sha256: sha256, bytes: bytes, name: fileName) }
}
