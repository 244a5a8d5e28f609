import Faults
import Foundation
import OpenSim
import Protocols
import Testing

@Suite("A recipe") struct RecipeTests {
  static let text = """
    name: mine
    title: t
    markers:
      - {name: A, body: pelvis, at: [0, 0, 0]}
      - {name: B, body: pelvis, at: [0, 0, 0.1], weight: 0}
    measurements:
      - {name: pelvis, pairs: [A B], bodies: [pelvis]}
    """

  private func recipe(_ text: String) throws -> Recipe { try Recipe(yaml: Array(text.utf8), file: "mine.yaml") }

  @Test func `that ships is sound`() throws {
    let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../recipes").standardized
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(Set(names) == ["rajagopal.yaml", "gait2392.yaml", "walker.yaml"])
    for name in names {
      let recipe = try Recipe(yaml: Array(Data(contentsOf: folder.appending(path: name))), file: name)
      #expect(recipe.limits.markerRMS == 0.02 && recipe.limits.markerLargest == 0.04)
      #expect(recipe.limits.residual == 0.1 && recipe.limits.reserve == 0.05)
      #expect(recipe.limits.residualMoment == 0.1)
      // The computed walkers have no trunk and no arms.
      #expect(recipe.markers.count > (recipe.name == "walker" ? 20 : 30))
      #expect(recipe.markers.allSatisfy { $0.at != nil })
    }
  }

  @Test func `has a fingerprint of its rules and not of its layout`() throws {
    let original = try recipe(Self.text)
    #expect(try recipe("# a comment\n" + Self.text).fingerprint == original.fingerprint)
    #expect(try recipe(Self.text + "\nlowpass_hz: 8").fingerprint != original.fingerprint)
  }

  @Test(arguments: [
    ("weight: 0}", "wieght: 0}", "mine.yaml:5:46: unknown key 'wieght'. Did you mean 'weight'?"),
    ("[A B]", "[A C]", "'pelvis' names the marker 'C', which is none of the recipe's"),
    ("[A B]", "[A]", "each of 'pairs' must be two names"),
    ("[0, 0, 0.1]", "[0, 0]", "'at' must be three numbers"),
    ("name: B", "name: A", "the marker 'A' is there twice"),
    ("at: [0, 0, 0]}", "at: [0, 0, 0], weight: 0}", "no marker has a weight"),
  ])
  func `with a mistake names its place`(old: String, new: String, message: String) throws {
    #expect { try recipe(Self.text.replacing(old, with: new)) } throws: {
      "\($0)".hasPrefix("mine.yaml:") && "\($0)".contains(message)
    }
  }
}
