import Faults
import Scores

/// Whose trials a cohort holds, and who says so.
public struct StatedPopulation: Sendable, Codable, Equatable {
  /// Who says whose trials they are.
  public enum Origin: String, Sendable, Codable, CaseIterable {
    /// A person, by an option.
    case option
    /// The cohort's file, by its array `population`.
    case file
    /// The description by which the cohort was fetched.
    case description
    /// Nobody: the file's name was taken for a word.
    case name
  }

  /// Whose trials they are.
  public let population: Population
  /// Who says so.
  public let origin: Origin
  /// What a person must be told: that it was guessed from a name, or that something else contradicts; else nil.
  public let notice: String?

  /// Makes a statement from its parts.
  public init(population: Population, origin: Origin, notice: String?) {
    self.population = population
    self.origin = origin
    self.notice = notice
  }
}

extension Cohort {
  /// Whose trials these are by the word of the user, else of the file, else of the description, else by the file's name,
  /// which is a default that has to be said aloud.
  ///
  /// - Parameter option: what the user says.
  /// - Throws: ``Fault`` (data) when the file says several and the user nothing.
  public func statedPopulation(option: Population? = nil) throws -> StatedPopulation {
    let description = described?.population
    let inFile = Set(remarks.populations ?? []).sorted()
    let list = inFile.map(\.rawValue).joined(separator: ", ")
    if let option {
      let others = (inFile.isEmpty ? description.map { [$0] } ?? [] : inFile).filter { $0 != option }
      let speaker = inFile.isEmpty ? "its description says \(description?.rawValue ?? "")" : "its file says \(list)"
      return StatedPopulation(
        population: option, origin: .option,
        notice: others.isEmpty ? nil : "\(source): taken for \(option) as --population says, although \(speaker).")
    }
    if let population = inFile.first {
      guard inFile.count == 1 else {
        throw Fault(
          .data, at: .file(source),
          "its array 'population' names several: \(list); a score is of one population, so write a file for each or say "
            + "--population.")
      }
      let differs = description.map { $0 != population } ?? false
      return StatedPopulation(
        population: population, origin: .file,
        notice: differs
          ? "\(source): taken for \(population) as its file says, although its description says "
            + "\(description?.rawValue ?? "")." : nil)
    }
    if let description { return StatedPopulation(population: description, origin: .description, notice: nil) }
    let guess = Population(ofFile: source.split(separator: "/").last.map(String.init) ?? source)
    return StatedPopulation(
      population: guess, origin: .name,
      notice: "\(source): taken for \(guess) by its name alone, since its file does not say whose trials it holds; say "
        + "--population, or write an array 'population' into it.")
  }
}
