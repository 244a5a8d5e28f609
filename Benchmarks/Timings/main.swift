import Foundation
import TimedModels

// Times one workload of one model in this process and prints one line of JSON; scripts/compare-with-pytorch runs it.
//
//   timings train|infer|floor MODEL [trials] [frames] [threads] [repetitions]
//   timings weights MODEL FILE

let words = CommandLine.arguments.dropFirst()

if words.count == 3, words.first == "weights", let model = try TimedModel(words.dropFirst().first ?? "") {
  try model.write(to: URL(fileURLWithPath: words.last ?? ""))
  exit(0)
}

let numbers = words.dropFirst(2).map { Int($0) ?? 0 }

func number(_ place: Int, _ standard: Int) -> Int { place < numbers.count ? numbers[place] : standard }

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("timings: \(message)\n".utf8))
  exit(64)
}

guard let work = words.first, ["train", "infer", "floor"].contains(work), let name = words.dropFirst().first,
  let model = try TimedModel(name), numbers.allSatisfy({ $0 > 0 })
else {
  let names = TimedModel.names.joined(separator: "|")
  fail("usage: timings train|infer|floor \(names) [trials frames threads repetitions]")
}

let (trials, frames, threads, repetitions) = (number(0, 64), number(1, 180), number(2, 2), number(3, 10))

if work == "floor" {
  guard let floor = Floor(name, trials: trials, frames: frames, threads: threads) else {
    fail("there is a floor of lstm, transformer and mamba, not of \(name)")
  }
  let products = (0..<repetitions).map { _ in floor.secondsOfProducts() }.min() ?? 0
  let updates = (0..<repetitions).map { _ in floor.secondsOfUpdates() }.min() ?? 0
  print(
    """
    {"work": "floor", "model": "\(name)", "gflop": \(floor.operations * 1e-9), "products_ms": \(products * 1e3), \
    "updates_ms": \(updates * 1e3)}
    """)
  exit(0)
}

let workload = Workload(model, trials: trials, frames: frames, threads: threads)

@MainActor func run() -> Float { work == "train" ? workload.train() : workload.infer() }

/// Seconds of this process's processors.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

// Half a second, and at least two runs: what a process pays once is not what is asked for.
var value = run()
let begin = ContinuousClock.now
repeat { value = run() } while ContinuousClock.now - begin < .milliseconds(500)
var wall: [Double] = []
var processor: [Double] = []
for _ in 0..<repetitions {
  let (start, busy) = (ContinuousClock.now, processorTime())
  value = run()
  processor.append((processorTime() - busy) * 1e3)
  wall.append((ContinuousClock.now - start) / .milliseconds(1))
}

func median(_ times: [Double]) -> Double {
  let sorted = times.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

func text(_ number: Double) -> String { String(format: "%.3f", number) }

print(
  """
  {"work": "\(work)", "model": "\(name)", "trials": \(trials), "frames": \(frames), "threads": \(threads), \
  "median_ms": \(text(median(wall))), "least_ms": \(text(wall.min() ?? 0)), \
  "processor_ms": \(text(median(processor))), "least_processor_ms": \(text(processor.min() ?? 0)), "value": \(value), \
  "times": [\(wall.map(text).joined(separator: ", "))]}
  """)
