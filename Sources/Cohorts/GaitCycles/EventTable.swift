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
    // Below a section of an export another one may begin, with another number of fields.
    rows = place == 0 ? Array(all.dropFirst()) : Array(all[(place + 1)...].prefix { $0.fields.count == columns })
    for row in rows where row.fields.count != columns {
      throw Fault(
        .data, at: .file(file, line: row.line), "\(row.fields.count) fields stand under \(columns) column names.")
    }
  }

  package func events() throws -> ContactEvents {
    let side = column(["side", "foot", "leg", "context", "limb"])
    let event = column(["event", "event name", "event type", "type", "name", "label"])
    var contacts: [Side: [Double]] = [:]
    var ofNoSide: [Double] = []
    var passedOver: [String: Int] = [:]
    for row in rows {
      let name = event.map { row.fields[$0].trimmed }
      let meaning = name.map(EventName.init)
      if let name, meaning?.isContact != true {
        passedOver[name, default: 0] += 1
        continue
      }
      guard let instant = row.fields[time].decimal, instant.isFinite else {
        throw Fault(
          .data, at: .file(file, line: row.line),
          "column \(quoted(header.fields[time].trimmed)) holds \(quoted(row.fields[time])); seconds are expected.")
      }
      let foot = try side.map { try self.foot($0, row) } ?? meaning?.side
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
  let isContact: Bool
  let side: Side?

  /// Reads a name such as `Foot Strike`, `Right Heel Strike`, `RHS`, `Initial Contact` or `Foot Off`.
  init(_ name: String) {
    let words = name.lowercased().split { !$0.isLetter }.map(String.init)
    let letters = words.joined()
    let codes = ["ic", "hs", "fs", "fc", "hc", "td"]
    let isCode = codes.contains(letters) || codes.contains { letters == "r" + $0 || letters == "l" + $0 }
    let phrases = ["strike", "contact", "touchdown", "footon", "heelon", "footdown", "heeldown", "landing"]
    // The opposite foot's contact is an event of the side that the table names, and no contact of it.
    let isOther = ["off", "opposite", "contralateral", "end", "last"].contains { letters.contains($0) }
    isContact = isCode || (!isOther && phrases.contains { letters.contains($0) })
    side =
      words.lazy.compactMap { Side(word: $0) }.first
      ?? (isCode && letters.count == 3 ? Side(word: String(letters.prefix(1))) : nil)
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
