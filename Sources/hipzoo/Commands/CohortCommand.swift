import ArgumentParser

struct CohortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort", abstract: "Make cohorts of gait cycles, and look into them.",
    discussion: """
      EXAMPLE
        hipzoo cohort inspect synthetic-healthy_JM60.npz
      """,
    subcommands: [
      CohortImportCommand.self, CohortInspectCommand.self, CohortValidateCommand.self, CohortSynthesizeCommand.self,
    ])
}
