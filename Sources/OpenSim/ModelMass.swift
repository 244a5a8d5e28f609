import Faults
import Foundation

/// What the bodies of a model weigh together.
struct ModelMass {
  /// The sum in kg; nil where the text does not tell.
  let kilograms: Double?

  /// How far the mass of the table may be from that of a person's own model, as a share: moments are of the model's mass, and
  /// what is told per kg is by the table's.
  static let tolerance = 0.05

  init(kilograms: Double) { self.kilograms = kilograms }

  /// Adds up the masses that a model's text names.
  init(ofModel text: String) {
    // Bodies that stand in a model's defaults weigh nothing.
    let bodies =
      text.split(separator: "<BodySet", maxSplits: 1).last?.split(separator: "</BodySet>", maxSplits: 1).first ?? ""
    let masses = bodies.split(separator: "<mass>").dropFirst().map { part in
      Double(part.prefix { $0 != "<" }.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    let sum = masses.compactMap(\.self).reduce(0, +)
    kilograms = !masses.isEmpty && masses.allSatisfy { $0 != nil } && sum > 0 ? sum : nil
  }

  /// Refuses a row whose mass is not the model's.
  func check(_ row: SessionRow, model: URL) throws {
    guard let kilograms, abs(Double(row.mass) / kilograms - 1) > Self.tolerance else { return }
    throw Fault(
      .data, at: row.place,
      "column 'mass_kg' holds \(row.mass), and the model '\(model.lastPathComponent)' weighs \((kilograms * 100).rounded() / 100) kg; "
        + "they may differ by \(Int(Self.tolerance * 100)) %. Give the mass of who was recorded, and the model that was scaled to it."
    )
  }
}
