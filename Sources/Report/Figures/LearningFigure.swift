import Faults
import Runs

/// The loss of every fold over the epochs, an entry a panel.
package enum LearningFigure {
  package static func figure(_ exam: ComparableRuns, name: String) -> Figure? {
    var numbers = DataTable([
      "entry", "seed", "training", "epoch", "loss", "validation_loss", "gradient_norm", "seconds",
    ])
    var summary = DataTable(["Entry", "Seed", "Training", "Epochs", "Best epoch", "Lowest validation loss", "Time"])
    var panels = [Panel]()
    for entry in exam.entries {
      for run in entry.runs where !run.trainings.isEmpty {
        for training in run.trainings {
          for epoch in training.epochs {
            numbers.add(
              [entry.name, String(run.description.seed), training.name, String(epoch.epoch)]
                + [epoch.loss, epoch.validationLoss, epoch.gradientNorm, epoch.seconds].map(NumberText.exact))
          }
          summary.add([
            entry.label, String(run.description.seed), training.name, String(training.epochs.count),
            training.bestEpoch.map(String.init) ?? "-",
            NumberText.fixed(training.epochs.compactMap(\.validationLoss).min(), 5),
            NumberText.duration(training.epochs.reduce(0) { $0 + $1.seconds }),
          ])
        }
      }
      if let run = entry.runs.first(where: { !$0.trainings.isEmpty }) { panels.append(panel(exam, entry, run)) }
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: name, title: "Learning curves",
      caption: "Mean squared error over the epochs, in (\(exam.task.unit))²: every fold of the cross-validation "
        + "and the final training, of the first seed. Points are the epochs whose weights were kept.",
      legend: [
        .init(sign: .line, style: "mark", text: "validation loss of a fold, in the entry's colour"),
        .init(sign: .line, style: "mark dash", text: "training loss of a fold, in the entry's colour"),
        .init(sign: .line, style: "ref", text: "training loss of the final training"),
      ], panels: panels, numbers: numbers, summary: summary)
  }

  private static func panel(_ exam: ComparableRuns, _ entry: ComparedEntry, _ run: RunRecord) -> Panel {
    let epochs = run.trainings.flatMap(\.epochs)
    let losses = epochs.flatMap { [$0.loss, $0.validationLoss].compactMap(\.self) }
    var plot = Plot(
      entry.label, .init(numbers: epochs.map { Double($0.epoch) } + [1], label: "epoch", isTight: true),
      .init(numbers: losses, label: "loss, (\(exam.task.unit))²", isLogarithmic: true))
    for training in run.trainings {
      let shown = training.epochs
      plot.line(shown.map { (Double($0.epoch), $0.loss) }, training.isFinal ? "ref" : "thin dash \(entry.style)")
      let validation = shown.compactMap { epoch in epoch.validationLoss.map { (x: Double(epoch.epoch), y: $0) } }
      if !validation.isEmpty { plot.line(validation, "thin \(entry.style)") }
      if let best = training.epochs.first(where: { $0.epoch == training.bestEpoch }), let loss = best.validationLoss {
        plot.dots([(Double(best.epoch), loss)], "dot \(entry.style)")
      }
    }
    let best = run.trainings.compactMap(\.bestEpoch)
    return plot.panel(
      best.isEmpty
        ? "\(counted(run.trainings.count, "training"))."
        : "Best epochs of the folds: \(best.map(String.init).joined(separator: ", ")).")
  }
}
