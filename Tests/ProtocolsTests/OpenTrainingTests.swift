import Faults
import Formats
import Protocols
import TestSupport
import Testing

/// The section `training` of a manifest.
@Suite("The open track's rules") struct OpenTrainingTests {
  private func training(_ yaml: String) throws -> OpenTraining {
    try OpenTraining(Settings(Node(yaml: Array(yaml.utf8), file: "a.yaml")))
  }

  private func rates(_ yaml: String, of epochs: Int) throws -> [Double] {
    let training = try training(yaml)
    return (1...epochs).map { (training.rateFactor(epoch: $0, of: epochs) * 1e6).rounded() / 1e6 }
  }

  @Test func `rates rise over the warm-up and then follow the schedule`() throws {
    #expect(try rates("warm_up: 3", of: 6) == [0.25, 0.5, 0.75, 1, 1, 1])
    #expect(try rates("schedule: cosine", of: 4) == [1, 0.853553, 0.5, 0.146447])
    #expect(try rates("warm_up: 1\nschedule: cosine", of: 3) == [0.5, 1, 0.5])
    #expect(try rates("schedule: step\nstep_epochs: 2\nstep_factor: 0.1", of: 5) == [1, 1, 0.1, 0.1, 0.01])
  }

  @Test func `what is left out is the recipe's, and an empty section changes nothing`() throws {
    let empty = try training("{}")
    #expect(empty.augmentation == .init() && empty.averaging == nil && empty.ensemble == 1)
    #expect(empty.loss == .init(kind: .mse))
    #expect(empty.rateFactor(epoch: 7, of: 9) == 1)
  }

  @Test func `what is given stands in place of the recipe's, and nothing else changes`() throws {
    let recipe = TrainingRecipe(
      standardisationEpsilon: 1e-8,
      optimiser: .init(learningRate: 1e-3, weightDecay: 1e-5, beta1: 0.9, beta2: 0.99, epsilon: 1e-8), clip: 0.5,
      batch: 64, epochs: 300, patience: 30, minimalImprovement: 1e-4, seeds: [1])
    #expect(try training("{}").applied(to: recipe) == recipe)
    let own = try training("epochs: 7\nbatch: 5\nlearning_rate: 0.01\nweight_decay: 0.1").applied(to: recipe)
    #expect(own.epochs == 7 && own.batch == 5)
    #expect(own.optimiser == .init(learningRate: 0.01, weightDecay: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8))
    #expect(own.clip == 0.5 && own.patience == 30 && own.minimalImprovement == 1e-4 && own.seeds == [1])
  }

  @Test func `what acts in the last epoch is taken, by the section's epochs and by a protocol's`() throws {
    for yaml in [
      "averaging: {uniform_from: 4}", "warm_up: 3", "warm_up: 1\nschedule: step\nstep_epochs: 2\nstep_factor: 0.1",
    ] {
      _ = try training("epochs: 4\n" + yaml)
      let open = try training(yaml)
      try open.check(of: "mine", epochs: 4)
      expectFault(.data, "mine: its section 'training': '", "name more 'epochs' there") {
        try open.check(of: "mine", epochs: 3)
      }
    }
  }

  @Test(arguments: [
    ("epoch: 3", "a.yaml:1:1", "epochs"), ("epochs: 501", "a.yaml:1:9", "1 to 500"),
    ("loss: mse2", "a.yaml:1:7", "mae"), ("averaging: {}", "a.yaml", "one of 'exponential'"),
    ("averaging: {exponential: 0.9, uniform_from: 2}", "a.yaml", "one of 'exponential'"),
    ("augmentation: {time_shift: 0.6}", "a.yaml:1:28", "0.5"), ("schedule: step", "a.yaml", "step_epochs"),
    ("pretraining: {masked: 0.3}", "a.yaml", "epochs"), ("ensemble: 0", "a.yaml:1:11", "1 to 20"),
    ("epochs: 2\naveraging: {uniform_from: 10}", "a.yaml:2:27", "with 2 epochs no mean would ever begin"),
    ("epochs: 2\nwarm_up: 10", "a.yaml:2:10", "'warm_up' is 10, and after 2 epochs the learning rate has not risen"),
    ("epochs: 2\nwarm_up: 2", "a.yaml:2:10", "give more 'epochs', or leave 'warm_up' out."),
    (
      "epochs: 5\nwarm_up: 2\nschedule: step\nstep_epochs: 3\nstep_factor: 0.1", "a.yaml:4:14",
      "no step would ever come"
    ),
  ])
  func `a wrong key is named with its place and what is allowed`(_ yaml: String, _ place: String, _ words: String) {
    expectFault(.data, place, words) { try training(yaml) }
  }
}
