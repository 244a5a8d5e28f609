import Examination
import Protocols
import Tensors
import Testing

/// What an entry of the open track may do in its own way, each part against numbers worked out by hand.
@Suite("Parts of an open training") struct OpenTrainingPartsTests {
  private let predicted = Tensor([1, 2, 4, 0], shape: [1, 4, 1])
  private let target = Tensor([1, 1, 1, 1], shape: [1, 4, 1])

  @Test func `losses are means of squares, of sizes and Huber's, with changes from frame to frame`() {
    func loss(_ kind: OpenTraining.Loss.Kind, _ delta: Double = 0, _ derivative: Double = 0) -> Float {
      OpenTraining.Loss(kind: kind, delta: delta, derivative: derivative)(predicted, target, over: 4).scalar
    }
    // Errors 0, 1, 3, -1; changes 1, 2, -4.
    #expect(loss(.mse) == 11.0 / 4)
    #expect(loss(.mae) == 5.0 / 4)
    #expect(loss(.huber, 2) == (0.5 + 4 + 0.5) / 4)
    #expect(abs(loss(.mae, 0, 0.5) - (5.0 / 4 + 0.5 * 21 / 3)) < 1e-5)
  }

  @Test func `the mean of weights fades by its decay, or counts the ends of epochs alike`() {
    func weights(_ number: Float) -> [Weight] { [Weight(name: "a", shape: [1], values: [number])] }
    var fading = WeightAverage(.exponential(decay: 0.75), from: nil)
    for number in [Float(0), 4, 8] { fading.take(step: weights(number)) }
    fading.take(epoch: 1, weights(100))
    #expect(fading.weights == weights(2.75))
    var even = WeightAverage(.uniform(from: 2), from: nil)
    for (epoch, number) in [(1, Float(50)), (2, 1), (3, 3), (4, 8)] {
      even.take(step: weights(100))
      even.take(epoch: epoch, weights(number))
    }
    #expect(even.weights == weights(4))
    var resumed = WeightAverage(.uniform(from: 2), from: weights(2))
    resumed.take(epoch: 4, weights(8))
    #expect(resumed.weights == weights(4))
  }

  @Test func `trials turn around the cycle with their targets, and depend on seed, epoch and trial alone`() {
    let frames = 10
    let set = TrainingSet(
      standardisation: .init(mean: [0], deviation: [1]), inputs: (0..<30).map { Float($0) },
      targets: (0..<30).map { Float($0) + 100 }, groups: [0, 1, 2], frames: frames, inputCount: 1, outputCount: 1)
    let shift = OpenTraining.Augmentation(timeShift: 0.5)
    let (first, again) = (shift.batch(set, [2, 0], epoch: 3, seed: 1), shift.batch(set, [2, 0], epoch: 3, seed: 1))
    let alone = shift.batch(set, [0], epoch: 3, seed: 1)
    #expect(first.x.values == again.x.values && Array(first.x.values.suffix(frames)) == alone.x.values)
    #expect(zip(first.x.values, first.y.values).allSatisfy { $1 == $0 + 100 })
    #expect(alone.x.values.sorted() == (0..<10).map { Float($0) })
    let later = (1...8).map { shift.batch(set, [0], epoch: $0, seed: 1).x.values }
    #expect(Set(later).count > 2)
    // Turned and not shuffled: all steps but the seam are 1.
    for turned in later { #expect(zip(turned, turned.dropFirst()).count { $1 - $0 == 1 } >= frames - 2) }

    let hidden = OpenTraining.Augmentation(masking: 0.3).batch(set, [1], epoch: 1, seed: 1)
    #expect(hidden.x.values.count { $0 == 0 } == 3 && hidden.y.values == (10..<20).map { Float($0) + 100 })
    let mixed = OpenTraining.Augmentation(mixing: 0.5).batch(set, [0, 1], epoch: 1, seed: 1)
    let share = mixed.x.values[0] / 10
    #expect(share > 0 && share <= 0.5)
    for frame in 0..<frames { #expect(abs(mixed.y.values[frame] - (100 + Float(frame) + 10 * share)) < 1e-3) }
  }
}
