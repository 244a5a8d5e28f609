import ArgumentParser
import Examination
import Faults
import Formats
import Foundation
import Jobs

struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Plan a benchmark and start workers for it on a cluster, or here.",
    discussion: """
      Takes the options of hipzoo benchmark. --on slurm sends one array of workers (hipzoo work) by sbatch, each stopped \
      friendly a minute before its time and put into the queue again while work is left; --on local starts them on this \
      machine. Words after -- go to sbatch. Any other scheduler starts 'hipzoo work' itself (docs/clusters.md).

      EXAMPLE
        hipzoo submit --protocol gait2hip60 --on slurm --workers 32 --time 2h -- --account=gait
      """)

  enum Place: String, ExpressibleByArgument, CaseIterable { case slurm, local }

  @OptionGroup var benchmark: BenchmarkCommand

  @Option(help: "Where the workers run: slurm or local.")
  var on: Place

  @Option(parsing: .unconditional, help: "How many workers.")
  var workers = 2

  @Option(help: ArgumentHelp("The time of a worker.", valueName: "2h"))
  var time: TimeSpan?

  @Option(help: "The partition of the cluster.")
  var partition: String?

  @Option(help: ArgumentHelp("The memory of a worker, as sbatch takes it.", valueName: "2G"))
  var memory: String?

  @Flag(help: "Print what would be done, and do nothing but the plan.")
  var dryRun = false

  @Argument(parsing: .postTerminator, help: "Words for sbatch.")
  var words: [String] = []

  func validate() throws { try check("--workers", workers, in: 1...100_000) }

  func run() throws {
    let examinations = try benchmark.planned()
    let left = examinations.flatMap(\.jobs).filter { !$0.isDone() }.count
    Terminal.note("\(left) jobs are to be done, in: \(examinations.map(\.folder.name).joined(separator: ", "))")
    guard left > 0 else { return }
    let program = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).path
    let home = try benchmark.homeOptions.homeFolder.url
    let count = min(workers, left)
    var work = [program, "work", "--home", home.path] + benchmark.homeOptions.zoo.flatMap { ["--zoo", $0] }
    if benchmark.options.sandbox { work.append("--sandbox") }
    switch on {
    case .local:
      if let time { work += ["--until", "\(Int(time.seconds))s"] }
      if dryRun { return (0..<count).forEach { _ in Terminal.say(work.map(quotedForShell).joined(separator: " ")) } }
      try local(work, count)
    case .slurm:
      let script = home.appending(path: "submit.sh")
      let text = """
        #!/bin/sh
        # Written by hipzoo submit. A worker that is stopped with work left (75) is put into the queue again.
        \(work.map(quotedForShell).joined(separator: " ")) &
        worker=$!
        trap 'kill -TERM $worker' TERM USR1
        wait $worker
        status=$?
        # A trap ends the first wait; the worker's own end is waited for.
        if kill -0 $worker 2>/dev/null; then wait $worker; status=$?; fi
        if [ $status -eq 75 ] || [ $status -eq 143 ]; then scontrol requeue "$SLURM_JOB_ID"; exit 0; fi
        exit $status

        """
      var command = ["sbatch", "--array=1-\(count)", "--requeue", "--signal=B:TERM@60", "--job-name=hipzoo"]
      command += ["--output=\(home.appending(path: "slurm-%A_%a.log").path)", "--ntasks=1"]
      if let time { command.append("--time=\(max(1, Int(time.seconds / 60)))") }
      if let partition { command.append("--partition=\(partition)") }
      if let memory { command.append("--mem=\(memory)") }
      command += words + [script.path]
      if dryRun {
        Terminal.say(command.map(quotedForShell).joined(separator: " "))
        return Terminal.say(text.trimmingCharacters(in: .newlines))
      }
      try AtomicFile.write(Data(text.utf8), to: script)
      try send(command)
    }
  }

  private func local(_ work: [String], _ count: Int) throws {
    let children = try (0..<count).map { _ in
      let child = Process()
      child.executableURL = URL(fileURLWithPath: work[0])
      child.arguments = Array(work.dropFirst()) + ["--threads", "1"]
      do { try child.run() } catch {
        throw Fault(.io, "a worker cannot be started: \(error.localizedDescription)")
      }
      return child
    }
    // Ctrl-C reaches the workers too, which are of the same group; they are waited for.
    let stop = StopSignal()
    children.forEach { $0.waitUntilExit() }
    if let signal = stop.interruption.signal { throw ExitCode(128 + signal) }
    let worst = children.map(\.terminationStatus).max() ?? 0
    guard worst == 0 else { throw ExitCode(worst) }
    Terminal.say("done; the table: hipzoo leaderboard")
  }

  private func send(_ command: [String]) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    child.arguments = command
    let errors = Pipe()
    child.standardError = errors
    do { try child.run() } catch {
      throw Fault(.io, "sbatch cannot be started: \(error.localizedDescription)")
    }
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    guard child.terminationStatus != 0 else { return }
    let said = words.trimmingCharacters(in: .whitespacesAndNewlines)
    let advice =
      child.terminationStatus == 127
      ? "there is no 'sbatch' here; submit from a node of the cluster, or use --on local."
      : said.contains("array") || said.contains("MaxArraySize")
        ? "the cluster takes smaller arrays (MaxArraySize): give fewer --workers."
        : said.contains("QOS") || said.contains("Limit")
          ? "a limit of the queue (QOS) is in the way: fewer --workers, less --time or another --partition."
          : "nothing was submitted."
    throw Fault(.data, "sbatch says: \(said.isEmpty ? "nothing" : said); \(advice)")
  }
}

/// A word as a shell reads it back.
private func quotedForShell(_ word: String) -> String {
  let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:%,@+".contains($0) }
  return plain ? word : "'\(word.replacing("'", with: "'\\''"))'"
}
