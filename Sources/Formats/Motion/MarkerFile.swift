import Faults
import Foundation

/// Positions of markers over time, as `.trc` files hold them.
public struct MarkerFile: Sendable {
  /// The file's name in messages.
  public let source: String
  /// The unit that the header names, for example `mm`.
  public let unit: String
  /// The names of the markers.
  public let names: [String]
  /// The instants in seconds, rising, `[rows]`.
  public let time: [Double]
  /// The positions in the file's unit, NaN where a marker was not seen, `[rows, markers, 3]`.
  public let positions: [Double]
  /// What is unusual about the file that it was read from, in a line each.
  public let irregularities: [String]

  /// The largest file that is read.
  public static let largestFile = 256 << 20

  /// Makes a file of its parts.
  package init(
    source: String, unit: String, names: [String], time: [Double], positions: [Double], irregularities: [String] = []
  ) {
    (self.source, self.unit, self.names) = (source, unit, names)
    (self.time, self.positions, self.irregularities) = (time, positions, irregularities)
  }

  /// Reads a `.trc` file.
  ///
  /// - Parameter name: the file's name in messages; by default its path.
  /// - Throws: ``Fault``: missing, io, or data with file and line: no header, no marker, a name twice, a row of another
  ///   width, fewer rows than the header says, time that does not rise.
  public init(contentsOf url: URL, named name: String? = nil) throws {
    let file = name ?? url.relativePath
    let text = try EncodedText(BoundedFile.bytes(of: url, limit: Self.largestFile), file: file, checksUTF8: false)
    let lines = text.bytes.split(omittingEmptySubsequences: false) { $0 == 10 }.map { line in
      line.last == 13 ? line.dropLast() : line
    }
    func cells(_ line: Int) -> [String] {
      lines.indices.contains(line)
        ? lines[line].split(separator: 9, omittingEmptySubsequences: false).map {
          String(decoding: $0, as: UTF8.self).trimmed
        } : []
    }
    func fault(_ line: Int, _ what: String) -> Fault { Fault(.data, at: .file(file, line: line + 1), what) }
    guard cells(0).first?.hasPrefix("PathFileType") == true else {
      let kind = FileKind.of(Data(text.bytes.prefix(FileKind.beginningSize)))
      throw fault(
        0,
        kind == .c3d
          ? "it is a C3D file, which is not read; export marker positions as .trc and ground forces as .mot."
          : "the first line does not begin with 'PathFileType'; a file of marker positions (.trc) is expected"
            + (kind.map { ", and it is \($0.name)." } ?? "."))
    }
    // Writers put one tab or several between them.
    let (keys, values) = (cells(1).filter { !$0.isEmpty }, cells(2).filter { !$0.isEmpty })
    guard let place = keys.firstIndex(of: "Units"), values.indices.contains(place) else {
      throw fault(1, "the header names no 'Units'; mm or m are expected.")
    }
    let heads = cells(3)
    guard heads.first?.hasPrefix("Frame") == true, heads.count > 2, heads[1].lowercased() == "time" else {
      throw fault(3, "the columns 'Frame#' and 'Time' and the names of markers are expected, separated by tabs.")
    }
    // A marker without a name has its three columns all the same; empty cells at the end are none's.
    let named = stride(from: 2, to: heads.count, by: 3).filter { !heads[$0].isEmpty }
    let names = named.map { heads[$0] }
    let header = MarkerHeader(Dictionary(zip(keys, values)) { first, _ in first })
    let width = header.width(named: named.last ?? 2, of: heads.count)
    guard !names.isEmpty, names.count <= 1000 else {
      throw fault(3, "it names \(names.count) markers; 1 to 1000 are read.")
    }
    if let twin = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw fault(3, "the marker \(quoted(twin)) is there twice.")
    }
    var (time, positions, lost) = ([Double](), [Double](), 0)
    for (line, bytes) in lines.enumerated().dropFirst(5) where bytes.contains(where: { $0 > 32 }) {
      let row = cells(line)
      guard row.count >= 2, let instant = Double(row[1]), instant.isFinite else {
        throw fault(
          line, "the second column holds \(quoted(row.dropFirst().first ?? "")); a time in seconds is expected.")
      }
      if let last = time.last, instant <= last {
        throw fault(line, "time does not rise: \(instant) s follows \(last) s.")
      }
      time.append(instant)
      let filled = (row.lastIndex { !$0.isEmpty } ?? 0) + 1
      guard row.count >= width, filled <= width else {
        throw fault(
          line,
          "\(max(filled, min(row.count, width))) of \(width) columns"
            + (row.count < width ? "; the file may be cut short." : "; three a marker that is named are expected."))
      }
      for (place, column) in named.enumerated() {
        for cell in row[column..<column + 3] {
          guard let number = cell.isEmpty ? .nan : Double(cell) else {
            throw fault(line, "marker '\(names[place])' holds \(quoted(cell)); a number is expected.")
          }
          positions.append(number)
        }
        guard Self.isLost(positions[(positions.count - 3)...]) else { continue }
        lost += 1
        positions.replaceSubrange((positions.count - 3)..., with: [.nan, .nan, .nan])
      }
      guard (time.count + positions.count) * 8 <= DecodedSize.most else {
        throw fault(line, "its numbers take more than 512 MiB, which is the most for one file.")
      }
    }
    guard time.count > 1 else {
      throw fault(5, "there are \(time.count) rows under the names; two at least are needed.")
    }
    if let stated = header.rows, stated > time.count {
      throw Fault(
        .data, at: .file(file),
        "the header says NumFrames \(stated), and \(time.count) rows are there; the file may be cut short.")
    }
    self.init(
      source: file, unit: values[place], names: names, time: time, positions: positions,
      irregularities: header.contradictions(of: time, markers: (width - 2) / 3)
        + (lost > 0 ? ["\(counted(lost, "place")) of markers at (0, 0, 0) or 9999999: taken for not seen"] : []))
  }

  /// Whether a place is how laboratories write that a marker was not seen: no marker is at the origin to the last digit.
  private static func isLost(_ place: ArraySlice<Double>) -> Bool {
    place.allSatisfy { $0 == 0 } || place.allSatisfy { $0.magnitude == 9_999_999 }
  }

  /// The position of a marker in a row; nil where it was not seen.
  package func position(_ marker: Int, _ row: Int) -> SIMD3<Double>? {
    let at = (row * names.count + marker) * 3
    let place = SIMD3(positions[at], positions[at + 1], positions[at + 2])
    return place.x.isFinite && place.y.isFinite && place.z.isFinite ? place : nil
  }

  /// The text of the file, with positions in metres as they are here.
  package var text: String {
    let rate = time.count > 1 ? Double(time.count - 1) / (time[time.count - 1] - time[0]) : 100
    let shown = (rate * 1000).rounded() / 1000
    var text = "PathFileType\t4\t(X/Y/Z)\tmarkers.trc\n"
    text += "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
    text += "\(shown)\t\(shown)\t\(time.count)\t\(names.count)\tm\t\(shown)\t1\t\(time.count)\n"
    text += "Frame#\tTime\t" + names.map { "\($0)\t\t\t" }.joined() + "\n\t\t"
    text += names.indices.map { "X\($0 + 1)\tY\($0 + 1)\tZ\($0 + 1)\t" }.joined() + "\n\n"
    for row in time.indices {
      text += "\(row + 1)\t\(time[row])"
      for column in 0..<names.count * 3 {
        let number = positions[row * names.count * 3 + column]
        text += number.isFinite ? "\t\(number)" : "\t"
      }
      text += "\n"
    }
    return text
  }
}
