import ArgumentParser
import Faults
import Foundation
import Report

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write the registry's tables and figures as one page that opens anywhere.",
    discussion: """
      The page needs no network and nothing beside it. Every figure is also an .svg and its numbers a .csv, in a folder \
      beside the page: report.html and report_files.

      EXAMPLE
        hipzoo report --output report.html
        hipzoo report --task joint-moment --entries lstm,transformer
        hipzoo report --format pdf --width 85mm
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Option(help: ArgumentHelp("The page to write.", valueName: "file.html"))
  var output = "report.html"

  @Option(help: "Every figure as svg, and also as pdf or png (drawn by rsvg-convert or Chromium).")
  var format: FigureFormat = .svg

  @Option(help: "How wide the figures' files are: screen, or 85mm or 180mm with labels of 7 pt and more.")
  var width: SheetWidth = .screen

  @OptionGroup var taskOption: TaskOption

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Only these entries, such as lstm or lstm-jm60.", valueName: "entry"))
  var entries: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  /// What was written, for programs.
  private struct Outcome: Encodable {
    let output: String
    let figures, notes: [String]
    /// The figures that are taller than a page, which are there in parts as well.
    let inParts: [String]
  }

  func validate() throws {
    guard output.lowercased().hasSuffix(".html") else {
      throw ValidationError("--output is '\(output)'; the page is HTML, so name it .html.")
    }
  }

  func run() throws {
    let names = try entries.isEmpty ? [] : commaList(entries.joined(separator: ","), of: "--entries")
    let report = try ReportPage(
      home: homeOptions.homeFolder, manifests: homeOptions.catalogue().entries,
      current: homeOptions.currentFingerprints(),
      filter: .init(task: taskOption.name(), entries: names))
    if !json { report.notes.forEach(Terminal.note) }
    let conversion = try FigureConversion(format)
    let url = URL(fileURLWithPath: output)
    try report.write(to: url, width: width)
    if let conversion { try report.files(of: url, width: width).forEach(conversion.convert) }
    let tall = report.tall(width)
    if json {
      let outcome = Outcome(output: url.path, figures: report.figures.map(\.name), notes: report.notes, inParts: tall)
      return Terminal.say(try jsonText(outcome))
    }
    Terminal.say("wrote \(url.path): \(counted(report.figures.count, "figure"))")
    if !tall.isEmpty {
      Terminal.note(
        "\(counted(tall.count, "figure")) taller than a page, in parts as well: \(tall[0])-part-1.svg and so on.")
    }
  }
}
