import Doctor
import Faults
import Formats
import Foundation
import Protocols
import Registry
import Runs
import Tensors
import Testing
import Zoo

/// An architecture that is small enough to be built in a test.
struct Toy: Architecture {
  static let isCausal = true
  let width: Int

  init(_ settings: Settings) throws { width = try settings.integer("width", in: 1...8) }

  func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
    Network(output: Linear(inputs, outputs, in: scope["output"]))
  }

  struct Network: SequenceModel {
    let output: Linear
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { output(x) }
  }
}

@Suite("The doctor") struct DoctorTests {
  /// A folder of its own, with files.
  private func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in files { try AtomicFile.write(Data(text.utf8), to: folder.appending(path: path)) }
    try body(folder)
  }

  private func results(in folder: URL, zoo: [URL] = [], builtIn: [EmbeddedFile] = []) -> [CheckResult] {
    Checkup(
      home: HomeFolder(folder.appending(path: "home").path), folders: zoo, here: folder, types: [Toy.self],
      builtIn: builtIn
    ).results()
  }

  private func texts(_ results: [CheckResult]) -> String {
    results.filter { if case .wrong = $0.state { true } else { false } }.map { "\($0.subject): \($0.text)" }
      .joined(separator: "\n")
  }

  private let package = "let package = Package(name: \"HipZoo\")\n"

  private func manifest(_ name: String, _ task: String, _ rest: String = "architecture: Toy") -> String {
    "name: \(name)\n\(rest)\ntask: \(task)\nconfiguration: {width: 2}\n"
  }

  @Test func `finds a machine well`() throws {
    try withFolder([:]) { folder in
      let results = results(in: folder, builtIn: [.init(name: "zoo/toy.yaml", text: manifest("toy", "joint-moment"))])
      #expect(texts(results) == "")
      #expect(Checkup.status(of: results) == 0)
      let subjects = results.map(\.subject)
      for subject in ["hipzoo", "arithmetic", "libraries", "toolchain", "manifests", "home", "weights", "python"] {
        #expect(subjects.contains(subject))
      }
      #expect(results.contains { $0.subject == "libraries" && $0.text.contains("libyaml 0.") })
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "home").path))
    }
  }

  /// A wrong state of a machine and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    let says: String
    let status: Int32
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a word without a folder",
      files: ["Package.swift": "let architectures = [\"Toy\", \"Absent\"]\n", "Plugins/Toy/Toy.swift": ""],
      says: "Package.swift: 'Absent' is in the list of architectures and there is no folder Plugins/Absent", status: 66),
    Case(
      name: "a folder without a word",
      files: ["Package.swift": "let architectures = [\"Toy\"]\n", "Plugins/Toy/a": "", "Plugins/New/New.swift": ""],
      says: "Package.swift: Plugins/New is not in the list of architectures, so it is not compiled", status: 65),
    Case(
      name: "a program that is older than the list",
      files: ["Package.swift": "let architectures = [\"New\", \"Toy\"]\n", "Plugins/Toy/a": "", "Plugins/New/a": ""],
      says: "checkout: this program was compiled with another list of architectures (New)", status: 65),
    Case(
      name: "a list that cannot be read", files: ["Package.swift": "let architectures = [Toy]\n"],
      says: "Package.swift: Package.swift: line 1: the list of architectures holds 'Toy'", status: 65),
    Case(
      name: "a broken manifest", files: ["zoo/a.yaml": "name: a\ntask: walking\n"],
      says: "zoo/a.yaml:1:1: the key 'architecture' is missing", status: 65),
    Case(
      name: "a refused configuration",
      files: ["zoo/a.yaml": "name: a\narchitecture: Toy\ntask: joint-moment\nconfiguration: {width: 9}\n"],
      says: "zoo/a.yaml:4:24: 'width' is 9, expected a whole number from 1 to 8.", status: 65),
    Case(
      name: "a name that is there twice",
      files: [
        "zoo/a.yaml": "name: a\narchitecture: Toy\ntask: joint-moment\nconfiguration: {width: 1}\n",
        "zoo/b.yaml": "name: a\narchitecture: Toy\ntask: joint-moment\nconfiguration: {width: 1}\n",
      ], says: "the name 'a' is taken by", status: 65),
    Case(
      name: "a program that is not there",
      files: ["zoo/a.yaml": "name: a\nprocess: {command: [no-such-program-anywhere]}\ntask: joint-moment\n"],
      says: "program: 'a' calls 'no-such-program-anywhere', which is not there or may not be run", status: 66),
    Case(
      name: "weights that are none", files: ["home/weights/toy.safetensors": "weights"],
      says: "toy.safetensors: is no safetensors file", status: 65),
    Case(name: "a home that is a file", files: ["home": "mine"], says: "is not a folder", status: 65),
  ]

  @Test(arguments: cases) func `says what is wrong and what to do`(_ wrong: Case) throws {
    var files = wrong.files
    if let text = files["Package.swift"] { files["Package.swift"] = text + package }
    try withFolder(files) { folder in
      let zoo = folder.appending(path: "zoo")
      let hasZoo = FileManager.default.fileExists(atPath: zoo.path)
      let results = results(in: folder, zoo: hasZoo ? [zoo] : [])
      #expect(texts(results).contains(wrong.says), "\(texts(results))")
      #expect(Checkup.status(of: results) == wrong.status)
    }
  }

  @Test func `notes an architecture without an entry`() throws {
    let files = [
      "Package.swift": "let architectures = [\"Toy\"]\n" + package, "Plugins/Toy/Toy.swift": "",
      "zoo/none.txt": "",
    ]
    try withFolder(files) { folder in
      let results = results(in: folder, zoo: [folder.appending(path: "zoo")])
      #expect(results.contains { $0.state == .note && $0.text == "Toy has no entry for any task" })
      #expect(Checkup.status(of: results) == 0)
    }
  }

  @Test func `says when the registry or a download is damaged`() throws {
    try withFolder(["home/cache/blobs/\(String(repeating: "a", count: 64))": "not what it is named by"]) { folder in
      let home = HomeFolder(folder.appending(path: "home").path)
      _ = try RegistryIndex(home: home)
      let sound = results(in: folder)
      #expect(sound.contains { $0.subject == "registry" && $0.state == .well })
      #expect(sound.contains { $0.subject == "cache" && $0.state == .note && $0.text.contains("aaaaaaaaaaaa...") })

      try Data("no database at all, and long enough to be taken for one".utf8).write(to: home.registry)
      let damaged = results(in: folder)
      #expect(damaged.contains { $0.subject == "registry" && $0.state == .wrong(.data) })
      #expect(Checkup.status(of: damaged) == Fault.Kind.data.rawValue)
    }
  }
}
