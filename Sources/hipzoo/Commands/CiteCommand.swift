import ArgumentParser
import Publishing

struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite", abstract: "Print how to cite an entry, in BibTeX.",
    discussion: """
      EXAMPLE
        hipzoo cite transformer-mf60 >> references.bib
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The entry.")
  var entry: String

  func run() throws {
    Terminal.say(try Citation.bibTeX(of: homeOptions.catalogueOfWeights().entry(named: entry)))
  }
}
