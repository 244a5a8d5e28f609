import ArgumentParser
import Faults
import Fetching
import Foundation
import Weights

struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch the weights of an entry, check their SHA-256 and install them.",
    discussion: """
      Files are kept under their SHA-256 in the cache of the home folder, and taken from there the next time. A download \
      that broke is gone on from. Addresses are https, http on loopback, or folders.

      EXAMPLE
        hipzoo pull transformer-mf60
        hipzoo pull lstm-jm60 --from http://127.0.0.1:8060
        hipzoo pull lstm-jm60 --offline
      """)

  @OptionGroup var homeOptions: HomeOptions

  @Argument(help: "The entries.")
  var entries: [String]

  @Option(
    help: ArgumentHelp("A published zoo, or a folder of weights files; nothing else is asked.", valueName: "url|dir"))
  var from: String?

  @Option(help: ArgumentHelp("A published zoo that is asked first; by default $HIPZOO_MIRROR.", valueName: "url|dir"))
  var mirror: String?

  @Flag(help: "Touch no network: take what the cache has, and say what it lacks.")
  var offline = false

  @Flag(help: "Take them although the entry has others installed.")
  var replace = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Print JSON.")
  var json = false

  /// Weights that were fetched, for programs.
  private struct Installed: Encodable { let entry, file, source, sha256: String }

  func validate() throws {
    if entries.isEmpty { throw ValidationError("Name at least one entry.") }
  }

  func run() throws {
    let fromEnvironment = ProcessInfo.processInfo.environment["HIPZOO_MIRROR"]
    let sources = Pull.Sources(from: from, mirror: mirror ?? fromEnvironment, isOffline: offline)
    let catalogue = try homeOptions.catalogue()
    var (last, all) = (Fault?.none, [Installed]())
    for entry in entries {
      let bar = ProgressBar("\(entry) (KiB)", isQuiet: quiet)
      let pull = try Pull(
        catalogue, architectures: compiledArchitectures, installed: homeOptions.installed,
        cache: BlobCache(homeOptions.homeFolder.blobs), sources: sources
      ) { done, size in
        if let size { bar.show(done >> 10, of: size >> 10) }
      }
      do {
        let installed = try pull.install(entry, replacing: replace)
        all.append(
          Installed(
            entry: entry, file: installed.url.relativePath, source: installed.source, sha256: installed.sha256))
        if json { continue }
        Terminal.say("\(entry): \(installed.url.relativePath), from \(installed.source)")
        Terminal.say("sha256 \(installed.sha256)")
      } catch let fault as Fault {
        // The other entries are fetched all the same; the last fault ends the command.
        if let last { Terminal.complain(last.description) }
        last = fault
      }
    }
    if json { Terminal.say(try jsonText(all)) }
    if let last { throw last }
  }
}
