import Foundation
import Protocols
import Report
import TestSupport
import Testing

/// A figure's file outside of a browser: in a word processor, in LaTeX, in a drawing program.
@Suite("The file of a figure") struct SheetColourTests {
  private func sheets() throws -> [(name: String, text: String)] {
    try ReportPage(home: ExaminedHome.shared, manifests: ExaminedHome.manifests()).figures
      .map { ($0.name, $0.sheet.rendered) }
  }

  @Test func `that are taller than a page are there in parts that fit it, with every panel once`() throws {
    for paper in [SheetWidth.column, .page] {
      try withTemporaryFolder { folder in
        let report = try ReportPage(home: ExaminedHome.shared, manifests: ExaminedHome.manifests())
        let url = folder.appending(path: "r.html")
        try report.write(to: url, width: paper)
        let tall = report.tall(paper)
        try #require(tall.contains { $0.contains("-curves-") })
        func height(_ name: String) throws -> Double {
          let text = try String(contentsOf: folder.appending(path: "r_files/\(name).svg"), encoding: .utf8)
          let (tree, complaint) = PageTree.read(text)
          let root = try #require(tree, "\(complaint)")
          return try #require(Double(root.attributes["height"]?.dropLast(2) ?? ""))
        }
        let names = report.files(of: url, width: paper).map { $0.deletingPathExtension().lastPathComponent }
        for figure in report.figures {
          let parts = names.filter { $0.hasPrefix("\(figure.name)-part-") }
          #expect(parts.isEmpty != tall.contains(figure.name))
          if parts.isEmpty {
            #expect(try height(figure.name) <= 230 || figure.panels.count == 1, "\(figure.name)")
          } else {
            for part in parts { #expect(try height(part) <= 231, "\(part)") }
          }
        }
        // Another width takes away what it has no parts of.
        try report.write(to: url)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "r_files").path)
            .allSatisfy { !$0.contains("-part-") })
      }
    }
  }

  @Test func `says every colour itself and needs no style sheet`() throws {
    for (name, text) in try sheets() {
      for word in ["var(", "class=", "<style", "currentColor"] { #expect(!text.contains(word), "\(name): \(word)") }
      let colours = Set(text.matches(of: /="#[0-9a-f]{6}"/).map { String($0.output) })
      #expect(colours.contains("=\"#ffffff\"") && colours.count >= 4, "\(name): \(colours)")
    }
  }

  @Test func `is drawn in its colours by librsvg`() throws {
    guard let rsvg = Self.program("rsvg-convert"), let python = Self.program("python3") else {
      print("skipped: rsvg-convert (Debian: librsvg2-bin) or python3 is not here, so no figure is drawn by librsvg")
      return
    }
    let (_, text) = try #require(try sheets().first { $0.name.hasSuffix("-scores") })
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).svg")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let colours = try Self.output(of: python, ["-c", Self.counting, rsvg.path, file.path]).split(separator: "\n")
      .map(String.init)
    #expect(colours.first == "ffffff", "the ground is white: \(colours)")
    // The first three series as boxes: three tenths of their colour on the white ground.
    for series in ["b2d4e7", "efccb2", "b2dbd0"] { #expect(colours.contains(series), "\(colours)") }
  }

  /// Draws a file and prints the colours of its pixels, the commonest first (PNG, section 9: filters by row).
  private static let counting = """
    import collections, struct, subprocess, sys, zlib
    png = subprocess.run([sys.argv[1], "--format=png", "--width=900", sys.argv[2]], check=True, capture_output=True).stdout
    place, data = 8, b""
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place:place + 8])
        body = png[place + 8:place + 8 + size]
        if kind == b"IHDR": width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT": data += body
        place += size + 12
    raw, rows = zlib.decompress(data), []
    step = len(raw) // height
    size = (step - 1) // width
    before = bytearray(step - 1)
    count = collections.Counter()
    for y in range(height):
        kind, row = raw[y * step], bytearray(raw[y * step + 1:(y + 1) * step])
        for i in range(len(row)):
            a, b, c = (row[i - size] if i >= size else 0), before[i], (before[i - size] if i >= size else 0)
            if kind == 1: row[i] = (row[i] + a) & 255
            elif kind == 2: row[i] = (row[i] + b) & 255
            elif kind == 3: row[i] = (row[i] + (a + b) // 2) & 255
            elif kind == 4:
                p = a + b - c
                row[i] = (row[i] + min((a, b, c), key=lambda v: abs(p - v))) & 255
        before = row
        for x in range(width): count[bytes(row[x * size:x * size + 3]).hex()] += 1
    for colour, _ in count.most_common(400): print(colour)
    """

  private static func output(of program: URL, _ arguments: [String]) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func program(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
