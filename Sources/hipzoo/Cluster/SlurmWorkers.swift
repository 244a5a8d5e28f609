import Foundation

/// An array of workers as Slurm takes it: the sbatch command, and the script that each of them runs.
struct SlurmWorkers {
  /// The command of a worker.
  let work: [String]
  /// The home folder, which the script and the logs go into.
  let home: URL
  let count: Int
  /// The time limit; nil for that of the partition.
  let minutes: Int?
  /// The threads of a worker; nil for one.
  let threads: Int?
  let partition: String?
  let memory: String?
  /// Words of the person who submits, which go to sbatch as they are.
  let words: [String]

  /// The script's file.
  var file: URL { home.appending(path: "submit.sh") }

  /// How long before the time limit a worker is stopped, in seconds: a minute, of short times a quarter.
  private var notice: Int { minutes.map { min(60, $0 * 15) } ?? 60 }

  /// The sbatch command.
  var command: [String] {
    var command = ["sbatch", "--array=1-\(count)", "--requeue", "--signal=B:TERM@\(notice)", "--job-name=hipzoo"]
    // The log of a worker that is put into the queue again goes on.
    command += ["--output=\(home.appending(path: "slurm-%A_%a.log").path)", "--open-mode=append", "--ntasks=1"]
    if let threads { command.append("--cpus-per-task=\(threads)") }
    if let minutes { command.append("--time=\(minutes)") }
    if let partition { command.append("--partition=\(partition)") }
    if let memory { command.append("--mem=\(memory)") }
    return command + words + [file.path]
  }

  /// The script of each worker.
  ///
  /// Slurm sends its notice to the script alone, up to half a minute early; the worker's own `--until` stands beside it.
  var script: String {
    let until = minutes.map { ["--until", "\($0 * 60 - notice)s"] } ?? []
    return """
      #!/bin/sh
      # Written by hipzoo submit. A worker that is stopped with work left (75) is put into the queue again.
      \((work + until).map(quotedForShell).joined(separator: " ")) --threads "${SLURM_CPUS_PER_TASK:-1}" &
      worker=$!
      trap 'kill -TERM $worker 2>/dev/null' TERM USR1
      # A trap ends the wait, not the worker.
      while :; do
        wait $worker
        status=$?
        kill -0 $worker 2>/dev/null || break
      done
      case $status in
        75|138|143) scontrol requeue "$SLURM_JOB_ID" && exit 0 ;;
      esac
      exit $status

      """
  }
}

/// A word as a shell reads it back.
func quotedForShell(_ word: String) -> String {
  let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:%,@+".contains($0) }
  return plain ? word : "'\(word.replacing("'", with: "'\\''"))'"
}
