import ArgumentParser
import Faults
import Foundation
import Report

/// The kind of file that a figure is written as.
enum FigureFormat: String, ExpressibleByArgument, CaseIterable {
  case svg, pdf, png
}

extension SheetWidth: ExpressibleByArgument {}

/// Figures as PDF or PNG, drawn by rsvg-convert or, where that is not there, by Chromium.
struct FigureConversion {
  private let format: FigureFormat
  private let program: URL
  private let isChromium: Bool

  /// What journals ask of pictures made of dots, and what a browser counts in.
  private static let (dotsPerInch, pixelsPerInch) = (300.0, 96.0)

  /// Looks for a program that draws.
  ///
  /// - Throws: `Fault` of kind `missing` when there is none.
  init?(_ format: FigureFormat) throws {
    guard format != .svg else { return nil }
    self.format = format
    if let program = Self.program("rsvg-convert") {
      (self.program, isChromium) = (program, false)
    } else if let program = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(Self.program).first {
      (self.program, isChromium) = (program, true)
    } else {
      throw Fault(
        .missing,
        ".\(format.rawValue) needs rsvg-convert or chromium in the PATH (Debian: librsvg2-bin, chromium); install one, or "
          + "write .svg, which LaTeX takes through inkscape.")
    }
  }

  /// Writes a file beside an SVG.
  ///
  /// - Throws: `Fault` of kind `io` when the program does not draw it.
  func convert(_ figure: URL) throws {
    try convert(
      String(contentsOf: figure, encoding: .utf8),
      to: figure.deletingPathExtension().appendingPathExtension(format.rawValue))
  }

  /// Draws the text of an SVG.
  ///
  /// - Throws: `Fault` of kind `io` when the program does not draw it.
  func convert(_ svg: String, to output: URL) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-figure-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, drawn) = (
      folder.appending(path: isChromium ? "figure.html" : "figure.svg"),
      folder.appending(path: "drawn.\(format.rawValue)")
    )
    try Data((isChromium ? Self.page(svg) : svg).utf8).write(to: input)
    let process = Process()
    process.executableURL = program
    process.arguments = isChromium ? browser(svg, input, drawn, folder) : sheet(input, drawn)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Fault(.io, at: .file(output.path), "\(program.lastPathComponent) could not be started: \(error).")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0, let data = try? Data(contentsOf: drawn), !data.isEmpty else {
      throw Fault(
        .io, at: .file(output.path),
        "\(program.lastPathComponent) ended with status \(process.terminationStatus) and drew no file.")
    }
    do { try (format == .png ? Self.withDensity(data) : data).write(to: output, options: .atomic) } catch {
      throw Fault(.io, at: .file(output.path), "it could not be written: \(error.localizedDescription)")
    }
  }

  /// A PNG that says its dots per inch behind its header, since other programs take 96 where none are said.
  ///
  /// A chunk `pHYs` of 11811 dots a metre with its checksum (PNG specification, 11.3.4.3).
  private static func withDensity(_ png: Data) -> Data {
    let header = 33
    let chunk: [UInt8] = [
      0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1, 0x78, 0xA5, 0x3F, 0x76,
    ]
    guard png.count > header, png.firstRange(of: Data("pHYs".utf8)) == nil else { return png }
    return png.prefix(header) + chunk + png.dropFirst(header)
  }

  private func sheet(_ input: URL, _ output: URL) -> [String] {
    let dots = "\(Int(Self.dotsPerInch))"
    return [
      "--format=\(format.rawValue)", "--dpi-x=\(dots)", "--dpi-y=\(dots)", "--output=\(output.path)", input.path,
    ]
  }

  private func browser(_ svg: String, _ input: URL, _ output: URL, _ folder: URL) -> [String] {
    let size = ["width", "height"].map { Self.pixels(Self.size($0, of: svg)) }
    let scale = Self.dotsPerInch / Self.pixelsPerInch
    // The sandbox does not start for root, as in most containers; the page is our own and fetches nothing.
    return ["--headless", "--user-data-dir=\(folder.appending(path: "profile").path)"]
      + (geteuid() == 0 ? ["--no-sandbox"] : [])
      + (format == .pdf
        ? ["--no-pdf-header-footer", "--print-to-pdf=\(output.path)"]
        : [
          "--hide-scrollbars", "--force-device-scale-factor=\(scale)", "--window-size=\(size[0]),\(size[1])",
          "--screenshot=\(output.path)",
        ]) + [input.absoluteString]
  }

  /// A page as large as the figure, without margins.
  private static func page(_ svg: String) -> String {
    func length(_ name: String) -> String {
      let value = size(name, of: svg)
      return value.hasSuffix("mm") ? value : "\(value)px"
    }
    return """
      <!DOCTYPE html><meta charset="utf-8"><style>@page{size:\(length("width")) \(length("height"));margin:0}
      body{margin:0}svg{display:block}</style>\(svg)
      """
  }

  /// A length that the root of an SVG has.
  private static func size(_ name: String, of svg: String) -> String {
    svg.firstRange(of: " \(name)=\"").map { String(svg[$0.upperBound...].prefix { $0 != "\"" }) } ?? "100"
  }

  private static func pixels(_ length: String) -> Int {
    let isMillimetres = length.hasSuffix("mm")
    let number = Double(isMillimetres ? String(length.dropLast(2)) : length) ?? 100
    return Int((isMillimetres ? number / 25.4 * pixelsPerInch : number).rounded(.up))
  }

  private static func program(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(fileURLWithPath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
