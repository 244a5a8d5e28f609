import ArgumentParser
import Examination
import Faults
import Formats
import Foundation
import Jobs
import Runs

struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Plan a benchmark and start workers for it on a cluster, or here.",
    discussion: """
      Takes the options of hipzoo benchmark. --on slurm sends one array of workers (hipzoo work) by sbatch, each stopped \
      friendly a minute before its time and put into the queue again while work is left; --on local starts them on this \
      machine. Says beforehand how long that will take on paper, and by what. Words after -- go to sbatch. Any other scheduler starts 'hipzoo work' itself (docs/clusters.md).

      EXAMPLE
        hipzoo submit --protocol gait2hip60 --on slurm --workers 32 --time 2h -- --account=gait
      """)

  enum Place: String, ExpressibleByArgument, CaseIterable { case slurm, local }

  @OptionGroup var homeOptions: HomeOptions
  @OptionGroup var options: RunOptions
  @OptionGroup var asked: BenchmarkOptions

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

  @Option(
    help: ArgumentHelp("The time between a worker's signs of life; three without one lose a job.", valueName: "20s"))
  var beat: TimeSpan?

  @Flag(help: "Try again what has failed; otherwise workers leave it alone.")
  var retry = false

  @Flag(help: "Print what would be done, and do nothing but the plan.")
  var dryRun = false

  @Argument(parsing: .postTerminator, help: "Words for sbatch.")
  var words: [String] = []

  func validate() throws { try check("--workers", workers, in: 1...100_000) }

  func run() throws {
    let examinations = try asked.planned(homeOptions, options)
    let home = try homeOptions.homeFolder
    let names = examinations.flatMap { PlanState($0.jobs).left.map(\.id) }
    let left = names.count
    let places = examinations.map(\.folder.name).joined(separator: ", ")
    Terminal.note("\(counted(left, "job is", "jobs are")) to be done, in: \(places)")
    let count = min(workers, left)
    var submission = Submission(
      on: on.rawValue, examinations: examinations.map(\.folder.name), jobs: left, workers: count)
    guard left > 0 else { return options.json ? Terminal.say(try jsonText(submission)) : () }
    forecast(examinations, home, workers: count)
    try forgive(names, FailedJobs(home.leases))
    let program = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).path
    var work = [program, "work", "--home", home.url.path]
    work += homeOptions.zoo.flatMap { ["--zoo", URL(fileURLWithPath: $0).path] }
    if let beat { work += ["--beat", "\(Int(beat.seconds * 1000))ms"] }
    if options.sandbox { work.append("--sandbox") }
    switch on {
    case .local:
      if let time { work += ["--until", "\(Int(time.seconds))s"] }
      work += ["--threads", "\(options.threads ?? 1)"]
      if options.json { work.append("--json") }
      submission.commands = [[String]](repeating: work, count: count)
      guard !dryRun else { return try tell(submission) }
      try local(work, count)
      if options.json { Terminal.say(try jsonText(submission)) }
    case .slurm:
      let job = SlurmWorkers(
        work: work, home: home.url, count: count, minutes: time.map { max(1, Int(($0.seconds / 60).rounded(.up))) },
        threads: options.threads, partition: partition, memory: memory, words: words)
      (submission.commands, submission.script) = ([job.command], job.script)
      guard !dryRun else { return try tell(submission) }
      try AtomicFile.write(Data(job.script.utf8), to: job.file)
      try send(job.command)
    }
  }

  /// What is submitted, for programs.
  private struct Submission: Encodable {
    var on: String
    var examinations: [String]
    /// The jobs that are left.
    var jobs: Int
    var workers: Int
    /// What is run: a command a worker, or the one that hands all of them to the cluster.
    var commands: [[String]] = []
    /// What each worker runs on the cluster.
    var script: String?
  }

  /// Says what would be done.
  private func tell(_ submission: Submission) throws {
    guard !options.json else { return Terminal.say(try jsonText(submission)) }
    for command in submission.commands { Terminal.say(command.map(quotedForShell).joined(separator: " ")) }
    submission.script.map { Terminal.say($0.trimmingCharacters(in: .newlines)) }
  }

  /// Says what the workers will make of it, on paper.
  private func forecast(_ examinations: [ExaminationPlan], _ home: HomeFolder, workers: Int) {
    let measured = MeasuredCosts(home)
    let costs = examinations.reduce(into: [String: JobCost]()) { $0.merge($1.costs(measured)) { first, _ in first } }
    let span = Makespan(examinations.flatMap(\.jobs), costs)
    let trained = costs.values.filter { $0.epochs != nil }
    let basis = trained.allSatisfy(\.isMeasured) ? "by what was measured here" : "by estimate"
    let unknown = costs.values.count { $0.seconds == nil }
    Terminal.note(
      "\(basis) that is \(spanText(span.work)) of one core's work; \(counted(workers, "worker")) of one thread: "
        + "\(spanText(span.seconds(workers: workers))), the longest chain of jobs \(spanText(span.longestChain.seconds)); "
        + "a worker needs up to \(Int(costs.values.map(\.megabytes).max() ?? 0)) MB"
        + (unknown > 0 ? ". Of \(unknown) jobs of programs nothing is known." : "."))
  }

  /// Says what has failed before, or lets it be tried again.
  private func forgive(_ jobs: [String], _ failed: FailedJobs) throws {
    if retry {
      if !dryRun { failed.forget(jobs) }
    } else {
      let names = Set(jobs)
      let count = failed.records.count { names.contains($0.job) }
      if count > 0 {
        Terminal.note("\(count) of them failed before, and stay as they are; --retry tries again.")
      }
    }
  }

  private func local(_ work: [String], _ count: Int) throws {
    let children = try (0..<count).map { _ in
      let child = Process()
      child.executableURL = URL(fileURLWithPath: work[0])
      child.arguments = Array(work.dropFirst())
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
    guard !options.json else { return }
    Terminal.say(
      "done; \(asked.folds ? "the folds: hipzoo compare ENTRY ENTRY --folds" : "the table: hipzoo leaderboard")")
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
