import CycleMixer
import Formats
import Tensors
import Testing
import Zoo

@Suite("CycleMixer")
struct CycleMixerTests {
  private func network(jitter: Double) throws -> any SequenceModel {
    let settings: Node = [
      "width": 8, "hidden": 8, "kernel": 3, "dilations": [1, 2], "harmonics": 2, "gain": 1, "dropout": 0,
      "jitter": .init(jitter),
    ]
    return try ConfiguredArchitecture("CycleMixer", configuration: settings, among: [CycleMixer.self]).architecture
      .model(inputs: 3, outputs: 2, in: Scope(seed: 5))
  }

  private let x = Tensor((0..<60).map { Float(($0 * 7) % 13) / 13 - 0.5 }, shape: [1, 20, 3])

  @Test("predicts the same whatever the jitter")
  func evaluation() throws {
    let (still, moving) = (try network(jitter: 0), try network(jitter: 0.5))
    #expect(moving(x, .evaluation).values == still(x, .evaluation).values)
  }

  @Test("learns from angles that are all higher or lower by the jitter, each for a whole cycle and each in its own way")
  func training() throws {
    let (still, moving) = (try network(jitter: 0), try network(jitter: 0.5))
    // Every way in which three angles can be moved.
    let ways = (0..<8).map { way in
      let signs = Tensor((0..<3).map { way >> $0 & 1 == 1 ? 0.5 : -0.5 }, shape: [1, 1, 3])
      return still(x + signs, .evaluation).values
    }
    let seen = (1...40).map { step in ways.firstIndex(of: moving(x, .training(seed: 1, step: step)).values) }
    #expect(Set(seen.compactMap(\.self)) == Set(0..<8) && !seen.contains(nil))
  }
}
