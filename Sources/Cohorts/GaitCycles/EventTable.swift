import Faults
import Formats

/// A table of events, of which the initial contacts are wanted.
package struct EventTable {
  private let file: String
  private let header: CSV.Row
  private let rows: [CSV.Row]
  private let time: Int
  private let secondsPerUnit: Double

  /// Finds the header, which is the first line with a column of time.
  package init(_ bytes: [UInt8], file: String) throws {
    self.file = file
    let all = try CSVRecords(bytes, file: file).rows
    guard let place = all.firstIndex(where: { Self.timeColumn($0.fields) != nil }),
      let time = Self.timeColumn(all[place].fields)
    else {
      throw Fault(
        .data, at: .file(file, line: all.first?.line ?? 1),
        "there is no column 'time'; initial contacts in seconds are expected.")
    }
    header = all[place]
    self.time = time.index
    secondsPerUnit = time.secondsPerUnit
    let columns = header.fields.count
    let names = header.fields.map { $0.trimmed.lowercased() }
    for (index, name) in names.enumerated() where !name.isEmpty && names[..<index].contains(name) {
      throw Fault(
        .data, at: .file(file, line: header.line), "column \(quoted(header.fields[index].trimmed)) is there twice.")
    }
    // Below a section of an export another one may begin, with another number of fields.
    rows = place == 0 ? Array(all.dropFirst()) : Array(all[(place + 1)...].prefix { $0.fields.count == columns })
    for row in rows where row.fields.count != columns {
      throw Fault(
        .data, at: .file(file, line: row.line), "\(CSV.misfit(row.fields.count, columns)).")
    }
  }

  package func events() throws -> ContactEvents {
    let side = column(["side", "foot", "leg", "context", "limb"])
    let event = column(["event", "event name", "event type", "type", "name", "label"])
    var contacts: [Side: [Double]] = [:]
    var ofNoSide: [Double] = []
    var passedOver: [String: Int] = [:]
    let meanings = event.map { event in rows.map { EventName($0.fields[event].trimmed) } }
    // `FC` beside `IC` is the final contact, and a foot's contact beside a heel's is that of the whole foot.
    let takesDoubtful = meanings?.contains { $0.meaning == .contact } != true
    for (place, row) in rows.enumerated() {
      let name = event.map { row.fields[$0].trimmed }
      let meaning = meanings?[place]
      if let name, let meaning, meaning.meaning == .other || meaning.meaning == .doubtful && !takesDoubtful {
        passedOver[name, default: 0] += 1
        continue
      }
      guard let instant = row.fields[time].decimal, instant.isFinite else {
        throw Fault(
          .data, at: .file(file, line: row.line),
          "column \(quoted(header.fields[time].trimmed)) holds \(quoted(row.fields[time])); seconds are expected.")
      }
      let foot = try side.map { try self.foot($0, row) } ?? meaning?.side
      if let side, let foot, let other = meaning?.side, other != foot {
        throw Fault(
          .data, at: .file(file, line: row.line),
          "column \(quoted(header.fields[side].trimmed)) holds \(quoted(row.fields[side])), and the event is \(quoted(name ?? "")); "
            + "one foot is expected.")
      }
      if let foot {
        contacts[foot, default: []].append(instant * secondsPerUnit)
      } else {
        ofNoSide.append(instant * secondsPerUnit)
      }
    }
    guard !contacts.isEmpty || !ofNoSide.isEmpty else {
      let names = passedOver.keys.sorted().prefix(8).map(quoted).joined(separator: ", ")
      throw Fault(
        .data, at: .file(file),
        "there is no initial contact in it"
          + (names.isEmpty ? "." : "; its events are \(names). Foot strikes and heel strikes are read."))
    }
    guard contacts.isEmpty || ofNoSide.isEmpty else {
      throw Fault(.data, at: .file(file), "some of its contacts have no side; say right or left for each.")
    }
    return ContactEvents(contacts: contacts, ofNoSide: ofNoSide, passedOver: passedOver)
  }

  private func foot(_ column: Int, _ row: CSV.Row) throws -> Side {
    guard let foot = Side(word: row.fields[column]) else {
      throw Fault(
        .data, at: .file(file, line: row.line),
        "column \(quoted(header.fields[column].trimmed)) holds \(quoted(row.fields[column])); right or left is "
          + "expected.")
    }
    return foot
  }

  private func column(_ names: [String]) -> Int? {
    let plain = header.fields.map { $0.trimmed.lowercased().split { $0 == "_" || $0 == " " }.joined(separator: " ") }
    return names.lazy.compactMap { plain.firstIndex(of: $0) }.first
  }

  /// The column of time, such as `time`, `Time (s)`, `time_s` or `Time [ms]`.
  private static func timeColumn(_ fields: [String]) -> (index: Int, secondsPerUnit: Double)? {
    for (index, field) in fields.enumerated() {
      let words = field.lowercased().split { !$0.isLetter }
      guard words.first == "time" || words.first == "seconds" else { continue }
      switch words.dropFirst().first ?? "s" {
      case "s", "sec", "secs", "second", "seconds": return (index, 1)
      case "ms", "msec", "milliseconds": return (index, 0.001)
      default: continue
      }
    }
    return nil
  }
}

/// What an event's name says.
private struct EventName {
  enum Meaning {
    /// An initial contact.
    case contact
    /// A contact that may be initial: it is where the table has no other.
    case doubtful
    /// Something else.
    case other
  }

  let meaning: Meaning
  let side: Side?

  /// Words of events that are contacts and not initial ones, or none of the foot that the table names.
  private static let otherWords = [
    "off", "opposite", "contralateral", "end", "last", "final", "terminal", "toe", "full", "flat", "whole", "loss",
    "lost", "losing",
    "leav", "releas", "break", "ceas", "without",
  ]
  private static let codes = ["ic", "hs", "fs", "fc", "hc", "td"]
  private static let phrases = [
    "strike", "contact", "touchdown", "footon", "heelon", "footdown", "heeldown", "landing",
  ]

  /// Reads a name such as `Foot Strike`, `Right Heel Strike`, `RHS`, `Initial Contact`, `Toe Contact` or `Foot Off`.
  init(_ name: String) {
    let words = name.lowercased().split { !$0.isLetter }.map(String.init)
    let letters = words.joined()
    let code = Self.codes.first { letters == $0 || letters == "r" + $0 || letters == "l" + $0 }
    let isOther =
      Self.otherWords.contains { letters.contains($0) } || letters.hasPrefix("nocontact")
      || words.contains { $0 == "no" || $0 == "non" }
    if let code {
      meaning = code == "fc" ? .doubtful : .contact
    } else if isOther || !Self.phrases.contains(where: { letters.contains($0) }) {
      meaning = .other
    } else {
      meaning = letters.contains("footcontact") ? .doubtful : .contact
    }
    side =
      words.lazy.compactMap { Side(word: $0) }.first
      ?? (code != nil && letters.count == 3 ? Side(word: String(letters.prefix(1))) : nil)
      ?? Side.allCases.first { letters.hasPrefix($0.rawValue) }
  }
}

extension Side {
  /// The side that a word tells: `right`, `R`, `left` or `L`.
  init?(word: some StringProtocol) {
    switch word.trimmed.lowercased() {
    case "right", "r": self = .right
    case "left", "l": self = .left
    default: return nil
    }
  }
}
