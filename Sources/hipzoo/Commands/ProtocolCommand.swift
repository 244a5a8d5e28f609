import ArgumentParser
import Formats
import Foundation
import Protocols
import Runs

struct ProtocolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protocol", abstract: "List the protocols: the rules of an examination.",
    discussion: """
      EXAMPLE
        hipzoo protocol list
      """, subcommands: [List.self, Show.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the protocols that are built in.",
      discussion: """
        EXAMPLE
          hipzoo protocol list
        """)

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let protocols = try embeddedProtocols.map { try RuleFacts(NamedProtocol.read($0)) }
      if json { return Terminal.say(try jsonText(protocols)) }
      var table = TextTable(["name", "kind", "for"])
      for rules in protocols { table.add([rules.name, rules.kind, rules.summary.replacing("\n", with: " ")]) }
      table.print()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the file of a protocol that is built in, to be copied and changed under another name.",
      discussion: """
        EXAMPLE
          hipzoo protocol show quick > mine.yaml
        """)

    @Argument(help: "The name.")
    var name: String

    @Flag(help: "Print JSON: name, kind, fingerprint, rules, and the file's text.")
    var json = false

    func run() throws {
      let named = try NamedProtocol.find(name, builtIn: embeddedProtocols)
      let file = try embeddedProtocols.first { try NamedProtocol.read($0).name == named.name }
      let text = file?.text.trimmingCharacters(in: .newlines) ?? named.canonical
      Terminal.say(json ? try jsonText(RuleFacts(named, text: text)) : text)
    }
  }
}

/// A protocol as programs read it.
private struct RuleFacts: Encodable {
  let name, kind, summary, fingerprint: String
  let examinations: [String]
  /// The rules in canonical JSON, as run.json has them.
  let rules: String
  /// The file; nil in a list.
  let text: String?

  init(_ named: NamedProtocol, text: String? = nil) {
    rules = named.canonical
    self.text = text
    (name, kind) = (named.name, type(of: named.rules).kind)
    summary = named.summary.trimmingCharacters(in: .newlines)
    fingerprint = RunDescription.Rules(named).fingerprint
    examinations = named.variants.map(\.name)
  }
}
