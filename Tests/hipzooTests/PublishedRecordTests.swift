import Fixtures
import Formats
import Foundation
import TestSupport
import Testing

/// A cohort on its whole way by the real commands: published as a record, described from it, pulled, examined.
@Suite("A cohort that was published as a record") struct PublishedRecordTests {
  @Test func `is described, fetched, examined by its name, and named in the table`() throws {
    try Workshop.open { shop in
      try shop.run("cohort", "synthesize", "--output", "made", "--subjects", "8", "--patients", "2").expectSuccess()
      let files = try [
        "synthetic-healthy_JM60.npz": "walkers_JM60.npz", "synthetic-patients_JM60.npz": "patients_JM60.npz",
      ]
      .reduce(into: [String: Data]()) { files, name in
        files[name.value] = try Data(contentsOf: shop.url("made/\(name.key)"))
      }
      let record = try server(of: files)
      defer { record.stop() }

      try shop.run(
        "cohort", "add", "zenodo:42", "--name", "walkers", "--file", "walkers_JM60.npz", "--mirror", record.address
      )
      .expectSuccess()
      let unknown = try shop.run("benchmark", "--cohort", "walkers", "--tasks", "joint-moment", "--quiet")
      unknown.expectFailure(66, "hipzoo cohort pull walkers")
      // A libcrypto that gives approved algorithms only, of which MD5 is none and SHA-256 must be got all the same.
      try Data(Self.approvedOnly.utf8).write(to: shop.url("openssl.cnf"))
      let hipzoo = try #require(Command.binary)
      try Command(
        [
          "OPENSSL_CONF=openssl.cnf", hipzoo.path, "cohort", "pull", "walkers", "--mirror", record.address, "--quiet",
        ], in: shop.folder, program: URL(filePath: "/usr/bin/env")
      ).expectFailure(74, "gives no MD5, as in FIPS mode")
      let pulled = try shop.run("cohort", "pull", "walkers", "--mirror", record.address, "--quiet")
      pulled.expectSuccess()
      #expect(pulled.output.contains("walkers_JM60.npz: 96 trials of 8 people, fingerprint "), "\(pulled.output)")

      try FileManager.default.createDirectory(at: shop.url("zoo"), withIntermediateDirectories: true)
      try Data(Self.entry.utf8).write(to: shop.url("zoo/tiny.yaml"))
      try Data(Self.rules.utf8).write(to: shop.url("tiny-rules.yaml"))
      try shop.run(
        "benchmark", "--protocol", "tiny-rules.yaml", "--entries", "tiny", "--cohort", "walkers", "--quiet"
      ).expectSuccess()
      let board = try shop.run("leaderboard", "--task", "joint-moment")
      #expect(board.output.contains("tiny") && board.output.contains("10.5281/zenodo.42"), "\(board.output)")
      try shop.run("verify", "--cohort", "walkers").expectSuccess()
    }
  }

  /// A record that tells the truth about its files.
  private func server(of files: [String: Data]) throws -> LyingServer {
    let listed = try files.sorted { $0.key < $1.key }.map { key, bytes in
      #"{"key": "\#(key)", "size": \#(bytes.count), "checksum": "md5:\#(try Digest.of(bytes, .md5))", "links": {"self": "x"}}"#
    }
    let answer =
      #"{"doi": "10.5281/zenodo.42", "metadata": {"title": "Walkers", "license": {"id": "cc-by-4.0"}}, "#
      + #""files": [\#(listed.joined(separator: ", "))]}"#
    return try LyingServer { _, request in
      guard let (_, bytes) = files.first(where: { request.contains("/files/\($0.key)") }) else {
        return .whole(Data(answer.utf8))
      }
      return .whole(bytes)
    }
  }

  private static let approvedOnly = """
    openssl_conf = init
    [init]
    alg_section = algorithms
    providers = providers
    [providers]
    default = default
    [default]
    activate = 1
    [algorithms]
    default_properties = fips=yes

    """

  private static let entry = """
    name: tiny
    architecture: GRU
    task: joint-moment
    description: A GRU of two units.
    configuration: {hidden: 2, layers: 1, dropout: 0.0}
    """

  private static let rules: String = {
    let url = Fixtures.url("../../protocols/quick.yaml").standardized
    let quick = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return quick.replacing("name: quick", with: "name: tiny-rules").replacing("epochs: 30", with: "epochs: 1")
      .replacing("patience: 10", with: "patience: 1").replacing("trials_per_cadence: 2", with: "trials_per_cadence: 1")
  }()
}
