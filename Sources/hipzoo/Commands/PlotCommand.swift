import ArgumentParser

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw predictions.",
    discussion: """
      EXAMPLE
        hipzoo plot trial transformer-mf60 --input trials.npz --trial 3 --output trial.svg
      """,
    subcommands: [PlotTrialCommand.self])
}
