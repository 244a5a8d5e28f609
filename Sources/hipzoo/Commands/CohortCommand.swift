import ArgumentParser

struct CohortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort", abstract: "Fetch cohorts of gait cycles, make them, and look into them.",
    discussion: """
      EXAMPLE
        hipzoo cohort list
        hipzoo cohort inspect synthetic-healthy_JM60.npz
      """,
    subcommands: [
      CohortListCommand.self, CohortShowCommand.self, CohortPullCommand.self, CohortAddCommand.self,
      CohortImportCommand.self, CohortSimulateCommand.self, CohortInspectCommand.self, CohortValidateCommand.self,
      CohortSynthesizeCommand.self,
    ])
}
