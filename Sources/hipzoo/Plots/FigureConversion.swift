import ArgumentParser
import Faults
import Foundation
import Report

/// The kind of file that a figure is written as.
enum FigureFormat: String, ExpressibleByArgument, CaseIterable {
  case svg, pdf, png
}

extension SheetWidth: ExpressibleByArgument {}

/// Figures as PDF or PNG, drawn by rsvg-convert or, as PDF, by Chromium.
struct FigureConversion {
  private let format: FigureFormat
  private let program: URL
  private let isChromium: Bool

  /// Looks for a program that draws.
  ///
  /// - Throws: `Fault` of kind `missing` when there is none.
  init?(_ format: FigureFormat) throws {
    guard format != .svg else { return nil }
    self.format = format
    if let program = Self.program("rsvg-convert") {
      (self.program, isChromium) = (program, false)
    } else if format == .pdf, let program = Self.program("chromium") ?? Self.program("google-chrome") {
      (self.program, isChromium) = (program, true)
    } else {
      throw Fault(
        .missing,
        "--format \(format.rawValue) needs \(format == .pdf ? "rsvg-convert or chromium" : "rsvg-convert") in the PATH "
          + "(Debian: librsvg2-bin); install it, or write .svg, which LaTeX takes through inkscape.")
    }
  }

  /// Writes a file beside an SVG.
  ///
  /// - Throws: `Fault` of kind `io` when the program does not draw it.
  func convert(_ figure: URL) throws {
    let output = figure.deletingPathExtension().appendingPathExtension(format.rawValue)
    let process = Process()
    process.executableURL = program
    process.arguments = isChromium ? try page(of: figure, output) : sheet(of: figure, output)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    defer { if isChromium { try? FileManager.default.removeItem(at: wrapper(of: figure)) } }
    do { try process.run() } catch {
      throw Fault(.io, at: .file(output.path), "\(program.lastPathComponent) could not be started: \(error).")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: output.path) else {
      throw Fault(
        .io, at: .file(output.path),
        "\(program.lastPathComponent) ended with status \(process.terminationStatus) and drew no file.")
    }
  }

  /// 300 dots an inch, as journals ask for.
  private func sheet(of figure: URL, _ output: URL) -> [String] {
    ["--format=\(format.rawValue)", "--dpi-x=300", "--dpi-y=300", "--output=\(output.path)", figure.path]
  }

  /// A page as large as the figure, without margins.
  private func page(of figure: URL, _ output: URL) throws -> [String] {
    let svg = try String(contentsOf: figure, encoding: .utf8)
    func size(_ name: String) -> String {
      let value = svg.firstRange(of: " \(name)=\"").map { svg[$0.upperBound...].prefix { $0 != "\"" } } ?? "100"
      return value.hasSuffix("mm") ? String(value) : "\(value)px"
    }
    let text = """
      <!DOCTYPE html><meta charset="utf-8"><style>@page{size:\(size("width")) \(size("height"));margin:0}
      body{margin:0}svg{display:block}</style>\(svg)
      """
    let file = wrapper(of: figure)
    try Data(text.utf8).write(to: file)
    return [
      "--headless", "--no-pdf-header-footer", "--print-to-pdf=\(output.path)", file.absoluteString,
    ]
  }

  private func wrapper(of figure: URL) -> URL { figure.deletingPathExtension().appendingPathExtension("page.html") }

  private static func program(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(fileURLWithPath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
