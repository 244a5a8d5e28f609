import ArgumentParser
import Faults
import Foundation
import Protocols

/// Refuses a number that an option may not be.
/// - Throws: `ValidationError` with a sentence that names the option.
func check<Number: OptionNumber>(_ option: String, _ number: Number?, in range: ClosedRange<Number>) throws {
  guard let number, !range.contains(number) else { return }
  let bounds = "\(range.lowerBound.words) to \(range.upperBound.words)"
  throw ValidationError("\(option) is \(number.words); give a \(Number.kind) from \(bounds).")
}

/// A number that a person may give.
protocol OptionNumber: Comparable {
  /// What it is called in a sentence.
  static var kind: String { get }
  /// The number as a person would write it.
  var words: String { get }
}

extension Int: OptionNumber {
  static var kind: String { "whole number" }
  var words: String { description }
}

extension Double: OptionNumber {
  static var kind: String { "number" }
  var words: String { String(format: "%g", self) }
}

extension Float: OptionNumber {
  static var kind: String { "number" }
  var words: String { Double(self).words }
}

/// The parts of a list that is written with commas: at least one, and each once.
/// - Throws: `ValidationError` with a sentence that names the option.
func commaList(_ text: String, of option: String) throws -> [String] {
  let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  guard !parts.isEmpty else {
    throw ValidationError("\(option) names nothing; give at least one, or leave the option out.")
  }
  try refuseTwins(parts, of: option)
  return parts
}

/// The seeds of a list that is written with commas; each makes runs of its own.
/// - Throws: `ValidationError` with a sentence that names the option.
func seedList(_ text: String, of option: String) throws -> [UInt64] {
  let seeds = try commaList(text, of: option).map { part in
    guard let seed = UInt64(part) else {
      throw ValidationError("\(option): '\(part)' is not a seed; give whole numbers from 0, such as 2025,2026.")
    }
    return seed
  }
  try refuseTwins(seeds, of: option)
  return seeds
}

/// The tasks of a list that is written with commas.
/// - Throws: `ValidationError`; ``Fault`` of kind `usage` when there is no such task.
func taskList(_ text: String, of option: String) throws -> [String] {
  try commaList(text, of: option).map { try task($0, of: option).name }
}

/// The task that an option names.
/// - Throws: ``Fault`` of kind `usage` with all that there are.
func task(_ name: String, of option: String) throws -> any PredictionTask {
  do {
    return try PredictionTasks.named(name)
  } catch let fault as Fault {
    throw Fault(fault.kind, "\(option): \(fault)")
  }
}

private func refuseTwins(_ parts: [some Hashable], of option: String) throws {
  var seen = Set<AnyHashable>()
  for part in parts where !seen.insert(part).inserted {
    throw ValidationError("\(option) names \(part) twice; give each once.")
  }
}
