import Faults
import Fixtures
import Formats
import Foundation
import Protocols
import Scaffold
import Testing

@Suite("A new architecture") struct NewArchitectureTests {
  /// This package's `Package.swift` in a folder of its own, with the folders of its architectures.
  private func withCheckout(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "checkout-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let package = try String(contentsOf: Fixtures.url("../../Package.swift"), encoding: .utf8)
    try AtomicFile.write(Data(package.utf8), to: folder.appending(path: "Package.swift"))
    for name in try ArchitectureList(of: package).names {
      try AtomicFile.write(Data(), to: folder.appending(path: "Plugins/\(name)/\(name).swift"))
    }
    try body(folder)
  }

  private func refusal(_ name: String, in folder: URL, taken: [String] = []) -> Fault? {
    do {
      _ = try NewArchitecture(name, in: Checkout(around: folder), taken: taken)
      return nil
    } catch { return error as? Fault }
  }

  @Test func `is its folder, its tests, its entries and one word`() throws {
    try withCheckout { root in
      let before = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
      let deep = root.appending(path: "Plugins/LSTM")
      let new = try NewArchitecture("PhaseNet", in: Checkout(around: deep), taken: ["lstm-mf60"])
      try new.files.write()
      #expect(new.entries == PredictionTasks.all.map { "phasenet-\($0.suffix.lowercased())" })
      let after = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
      #expect(try ArchitectureList(of: after).names.contains("PhaseNet"))
      func others(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("let architectures") }
      }
      #expect(others(after) == others(before))
      for file in try YAMLFile.files(in: root.appending(path: "zoo")) {
        let manifest = try Manifest(yaml: file.bytes, file: file.name)
        #expect(new.entries.contains(manifest.name))
        #expect(manifest.implementation == .architecture("PhaseNet"))
      }
      for path in ["Plugins/PhaseNet/PhaseNet.swift", "Tests/ConformanceTests/PhaseNetTests.swift"] {
        #expect(FileManager.default.fileExists(atPath: root.appending(path: path).path))
      }
      #expect(
        refusal("PhaseNet", in: root)?.description.hasPrefix("There is an architecture 'PhaseNet' already") == true)
    }
  }

  @Test func `borrows no baseline's name`() throws {
    #expect {
      try NewProgram("mean-curve", in: FileManager.default.temporaryDirectory, taken: [])
    } throws: {
      ($0 as? Fault)?.kind == .data && "\($0)".contains("'mean-curve-mf60' is kept for the baseline of every table")
    }
  }

  @Test(arguments: ArchitectureKind.allCases)
  func `is written in the format that the project lints`(_ kind: ArchitectureKind) throws {
    try withCheckout { root in
      let new = try NewArchitecture("PhaseNet", in: Checkout(around: root), taken: [], kind: kind)
      try new.files.write()
      let lint = Process()
      lint.executableURL = URL(filePath: "/usr/bin/env")
      let rules = Fixtures.url("../../.swift-format").standardized.path
      lint.arguments =
        ["swift", "format", "lint", "--strict", "--configuration", rules]
        + (new.files.files.map(\.url.path).filter { $0.hasSuffix(".swift") } + [
          root.appending(path: "Package.swift").path
        ])
      try lint.run()
      lint.waitUntilExit()
      #expect(lint.terminationStatus == 0)
    }
  }

  @Test(arguments: [
    ("mynet", Fault.Kind.usage, "'mynet' cannot be an architecture's name", "Did you mean 'Mynet'?"),
    ("my-net", .usage, "'my-net' cannot be an architecture's name", "Did you mean 'MyNet'?"),
    ("../Evil", .usage, "'../Evil' cannot be", "Did you mean 'Evil'?"),
    ("", .usage, "'' cannot be", "for example MyNet."),
    ("N", .usage, "'N' cannot be", "2 to 40 letters"), ("Ünet", .usage, "'Ünet' cannot be", ""),
    (String(repeating: "A", count: 41), .usage, "'AAAA", ""), ("Tensor", .usage, "'Tensor' is a name of", "TensorNet"),
    ("lstm", .usage, "'lstm' cannot be", ""), ("Lstm", .data, "There is an architecture 'LSTM' already", ""),
    ("UNet", .data, "Package.swift has a target or a product 'UNet' already", "MyUNet"),
    ("Unet", .data, "Package.swift has a target or a product 'UNet' already", ""),
    ("Taken", .data, "There is an entry 'taken-jm60' already", ""),
  ])
  func `needs a name that is none yet`(_ name: String, _ kind: Fault.Kind, _ begin: String, _ part: String) throws {
    try withCheckout { root in
      let fault = try #require(refusal(name, in: root, taken: ["taken-jm60"]))
      #expect(fault.kind == kind)
      #expect(fault.description.hasPrefix(begin), "\(fault)")
      #expect(part.isEmpty || fault.description.contains(part), "\(fault)")
      #expect(!FileManager.default.fileExists(atPath: root.appending(path: "zoo").path))
    }
  }

  @Test func `needs a checkout`() throws {
    let fault = try #require(refusal("PhaseNet", in: FileManager.default.temporaryDirectory))
    #expect(fault.kind == .missing)
    #expect(fault.description.contains("is in no checkout of HipZoo"))
    #expect(fault.description.contains("--process python"))
  }

  @Test func `writes nothing where a file is in the way`() throws {
    try withCheckout { root in
      let test = root.appending(path: "Tests/ConformanceTests/PhaseNetTests.swift")
      try AtomicFile.write(Data("mine".utf8), to: test)
      let new = try NewArchitecture("PhaseNet", in: Checkout(around: root), taken: [])
      #expect(throws: Fault.self) { try new.files.write() }
      #expect(try Data(contentsOf: test) == Data("mine".utf8))
      #expect(!FileManager.default.fileExists(atPath: root.appending(path: "Plugins/PhaseNet").path))
    }
  }
}

@Suite("A new process entry") struct NewProgramTests {
  @Test(arguments: ["MyNet", "my_net", "-net", "x", "../net", "net.py"])
  func `needs a name that manifests can have`(_ name: String) {
    #expect {
      try NewProgram(name, in: FileManager.default.temporaryDirectory, taken: [])
    } throws: {
      ($0 as? Fault)?.description.hasPrefix("'\(name)' cannot be a process entry's name") == true
    }
  }

  @Test func `is a program and an entry for each task`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = try NewProgram("my-net", in: folder, taken: [])
    try program.files.write()
    let entries = try YAMLFile.files(in: folder.appending(path: "my-net")).map {
      try Manifest(yaml: $0.bytes, file: $0.name)
    }
    #expect(entries.map(\.name) == PredictionTasks.all.map { "my-net-\($0.suffix.lowercased())" }.sorted())
    for entry in entries {
      #expect(entry.implementation == .process(command: ["python3", "my-net.py"], timeLimit: 600))
    }
    #expect {
      try NewProgram("my-net", in: folder, taken: [])
    } throws: {
      ($0 as? Fault)?.description.contains("is there already; nothing was written.") == true
    }
    #expect(throws: Fault.self) { try NewProgram("ridge", in: folder, taken: ["ridge-mf60"]) }
  }
}
