import Foundation
import LSTM
import Protocols
import Publishing
import Registry
import Runs
import TestSupport
import Testing

/// The pages of a published zoo, as somebody reads them from a folder.
@Suite("The pages of a published zoo") struct SiteTests {
  private func pages(_ runs: [MadeRun], _ body: (URL, [String: String]) throws -> Void) throws {
    try withHome { home in
      let zoo = try TinyZoo()
      try zoo.bytes.write(to: try zoo.makeFolder(home.weights).appending(path: "tiny.safetensors"))
      let registry = try RegistryIndex(home: home)
      for run in runs {
        try registry.record(run: run.write(in: home))
        try run.writeExternal("patients", in: home)
      }
      let site = home.url.appending(path: "site")
      _ = try Publication(registry, zoo.catalogue, architectures: [LSTM.self]).write(to: site)
      let names = try FileManager.default.subpathsOfDirectory(atPath: site.path).filter { $0.hasSuffix(".html") }
      let texts = try names.map { ($0, try String(contentsOf: site.appending(path: $0), encoding: .utf8)) }
      try body(site, Dictionary(texts) { first, _ in first })
    }
  }

  private func values(_ attribute: String, in text: String) throws -> [String] {
    let pattern = try Regex(" \(attribute)=\"([^\"]*)\"", as: (Substring, Substring).self)
    return text.matches(of: pattern).map { String($0.output.1) }
  }

  @Test(arguments: [0, 1]) func `have no link that leads nowhere and fetch nothing`(runs: Int) throws {
    try pages((0..<runs).map { _ in MadeRun(entry: "tiny") }) { site, pages in
      var checked = 0
      for (name, text) in pages {
        let ids = try values("id", in: text)
        #expect(Set(ids).count == ids.count, "\(name)")
        let folder = site.appending(path: name).deletingLastPathComponent()
        for link in try values("href", in: text) {
          checked += 1
          if link.hasPrefix("#") {
            #expect(ids.contains(String(link.dropFirst())), "\(name): \(link)")
          } else {
            let target = folder.appending(path: link).standardizedFileURL
            #expect(FileManager.default.fileExists(atPath: target.path), "\(name): \(link)")
          }
        }
        #expect(try values("src", in: text).isEmpty && !text.contains("url("), "\(name)")
      }
      #expect(checked > 20)
    }
  }

  @Test func `stand beside a folder an entry that a hub takes as it is`() throws {
    try pages([MadeRun(entry: "tiny")]) { site, _ in
      let (zoo, folder) = (try TinyZoo(), site.appending(path: "hub/tiny"))
      #expect(try Data(contentsOf: folder.appending(path: "tiny.safetensors")) == zoo.bytes)
      let card = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
      #expect(card.hasPrefix("---\nlicense: \"mit\"\nlibrary_name: hipzoo\n"))
      #expect(card.contains("name: \"walkers (healthy, protocol rules, n = 6)\"}"), "\(card.prefix(600))")
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "tiny.yaml").path))
    }
  }

  @Test func `go with what they are about, and nothing else does`() throws {
    try withHome { home in
      let zoo = try TinyZoo()
      let registry = try RegistryIndex(home: home)
      let run = MadeRun(entry: "tiny")
      try registry.record(run: run.write(in: home))
      let site = home.url.appending(path: "site")
      func files() throws -> Set<String> { Set(try FileManager.default.subpathsOfDirectory(atPath: site.path)) }
      func publish(_ catalogue: Catalogue) throws {
        _ = try Publication(registry, catalogue, architectures: [LSTM.self]).write(to: site)
      }
      try publish(zoo.catalogue)
      let own = site.appending(path: "entries/mine.html")
      try Data("mine".utf8).write(to: own)
      #expect(try files().isSuperset(of: ["entries/tiny.html", "cards/tiny.md", "zoo/tiny.yaml"]))
      try publish(Catalogue(builtIn: [], architectures: ["LSTM"]))
      let left = try files()
      #expect(left.isDisjoint(with: ["entries/tiny.html", "cards/tiny.md", "zoo/tiny.yaml"]), "\(left)")
      #expect(left.contains("entries/mine.html") && left.contains("index.html"))
    }
  }

  @Test func `say of a cohort who was tested, and of an entry how it predicts`() throws {
    try pages([MadeRun(entry: "tiny", subjects: ["H07", "H08"])]) { _, pages in
      let cohort = try #require(pages.first { $0.key.hasPrefix("cohorts/walkers") }?.value)
      #expect(cohort.contains("2 were tested in 4 trials") && cohort.contains("H07") && cohort.contains("H08"))
      let entry = try #require(pages["entries/tiny.html"])
      #expect(entry.contains("<figure id=") && entry.contains("hip flexion moment"))
      #expect(entry.contains("<span class=\"here\" data-up=\"../\">URL-of-this-folder</span>"))
    }
  }

  @Test func `are one an entry however long names are, and say how weights that nobody published are made`() throws {
    try withHome { home in
      let stem = String(repeating: "a-network-of-a-paper-", count: 2) + "with-seventeen-blks"
      let names = ["\(stem)-jm", "\(stem)-mf"]
      #expect(stem.count > 60 && names.allSatisfy { $0.count <= 64 })
      let files = names.map { name in
        let text =
          "{name: \(name), architecture: LSTM, task: joint-moment, configuration: {hidden: 4, layers: 1, dropout: 0}}"
        return (name: "\(name).yaml", text: text)
      }
      let catalogue = try Catalogue(builtIn: files.map { .init(name: $0.name, text: $0.text) }, architectures: ["LSTM"])
      let site = home.url.appending(path: "site")
      _ = try Publication(RegistryIndex(home: home), catalogue, architectures: [LSTM.self]).write(to: site)
      for name in names {
        let page = try String(contentsOf: site.appending(path: "entries/\(name).html"), encoding: .utf8)
        #expect(page.contains("hipzoo train \(name)") && !page.contains("hipzoo pull"), "\(name)")
      }
    }
  }

  @Test func `tell protocols of one name apart`() throws {
    var other = MadeRun(entry: "tiny", seed: 2)
    // Rules of their own under the same name.
    other.externalEntry = "all"
    try pages([MadeRun(entry: "tiny"), other]) { _, pages in
      let front = try #require(pages["index.html"])
      #expect(!front.contains(">rules</a>") && pages.keys.count { $0.hasPrefix("protocols/rules-") } == 2)
      #expect(pages.filter { $0.key.hasPrefix("protocols/") }.values.allSatisfy { $0.contains("rules:\n  scoring:\n") })
    }
  }

  @Test func `are a front page and one each for entry, task, cohort and protocol`() throws {
    try pages([MadeRun(entry: "tiny")]) { _, pages in
      let folders = Dictionary(grouping: pages.keys) { $0.contains("/") ? String($0.prefix { $0 != "/" }) : "" }
      #expect(Set(folders[""] ?? []) == ["index.html", "join.html", "report.html"])
      #expect(folders["entries"] == ["entries/tiny.html"])
      #expect(folders["tasks"] == ["tasks/joint-moment.html"])
      #expect(folders["protocols"]?.count == 1 && folders["cohorts"]?.isEmpty == false)
      let entry = try #require(pages["entries/tiny.html"])
      let zoo = try TinyZoo()
      let join = try #require(pages["join.html"])
      for words in ["hipzoo benchmark --protocol quick --entries mynet-jm60", "--entries my-net-jm60 --zoo my-net"] {
        #expect(join.contains(words))
      }
      for word in ["hipzoo pull tiny", zoo.sha256, "../blobs/\(zoo.sha256)", "MIT"] { #expect(entry.contains(word)) }
    }
  }
}
