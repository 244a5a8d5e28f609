import Faults
import Foundation

/// A cohort of computed walkers, so that everything runs with no download.
///
/// Nobody walked: angles vary about published normative curves, moments follow from link-segment mechanics and
/// forces from static optimisation. Scores on it show that a pipeline works and say nothing about people; it is
/// never ranked beside a real cohort.
///
/// Every number is a function of the seed, the subject, the cadence and the trial, whatever the number of threads
/// or of other subjects. Beyond `+ - * /` and square roots, only `sin`, `cos` and `exp` of Foundation are used;
/// so one machine type gives one result to the bit, and another C library may differ in the last place.
///
/// What there is to learn, with the seed 60 and the published split: pooled R2, the mean over subjects, for moments
/// and forces per kg. A ridge regression on one frame's angles reaches 0.70 and 0.66 on the test subjects; after 20
/// epochs at a learning rate of 0.001 the benchmark's LSTM reaches 0.78 and 0.74 and its Transformer 0.87 and 0.80,
/// and 0.49 and 0.57 on the patients, whose loads are altered in ways that angles do not show (``Impairment``).
public struct SyntheticCohort: Sendable {
  /// The trials of the healthy subjects, by subject and pace.
  public let healthy: [SyntheticTrial]
  /// The trials of the patients, by subject.
  public let patients: [SyntheticTrial]

  /// The seed that stands for the cohort unless another is asked for.
  public static let defaultSeed: UInt64 = 60
  /// How many subjects of a population may be asked for.
  public static let allowedCounts = 0...9999
  /// How many trials a healthy subject walks at each pace.
  public static let trialsPerPace = 4

  /// Makes the cohort.
  ///
  /// Four trials a subject and pace less 7 in 720 that are missing, as in the original: 713 for 60 subjects.
  /// Patients walk three to six trials at a cadence of their own.
  /// - Throws: ``Fault`` when a number of subjects is negative or above 9999.
  public static func generate(
    subjects: Int = 60, patients: Int = 9, seed: UInt64, threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws -> SyntheticCohort {
    for (count, what) in [(subjects, "subjects"), (patients, "patients")] where !allowedCounts.contains(count) {
      throw Fault(
        .usage,
        "A synthetic cohort of \(count) \(what) was asked for; give a number from 0 to \(allowedCounts.upperBound).")
    }
    let draw = SyntheticDraw(seed: seed)
    return SyntheticCohort(
      healthy: try walked(healthyPlan(subjects: subjects, draw: draw), threads: threads),
      patients: try walked(patientPlan(patients: patients, draw: draw), threads: threads))
  }

  /// A trial that is to be walked.
  private struct Planned: Sendable {
    let subject: SyntheticSubject
    let cadence: Double
    let stride: SyntheticDraw
  }

  private static func healthyPlan(subjects: Int, draw: SyntheticDraw) -> [Planned] {
    var plan: [Planned] = []
    for number in 0..<subjects {
      let subject = SyntheticSubject(number: number + 1, isPatient: false, seed: draw)
      for pace in SyntheticPace.allCases {
        for trial in 0..<trialsPerPace {
          let stride = subject.draw.of("trial \(pace.rawValue)", trial)
          let cadence = pace.cadence * (1 + 0.012 * stride.bell("cadence"))
          plan.append(Planned(subject: subject, cadence: cadence, stride: stride))
        }
      }
    }
    let missing = plan.count * 7 / 720
    let order = plan.indices.sorted { plan[$0].stride.bits("missing") < plan[$1].stride.bits("missing") }
    let gone = Set(order.prefix(missing))
    return plan.indices.filter { !gone.contains($0) }.map { plan[$0] }
  }

  private static func patientPlan(patients: Int, draw: SyntheticDraw) -> [Planned] {
    var plan: [Planned] = []
    for number in 0..<patients {
      let subject = SyntheticSubject(number: number + 1, isPatient: true, seed: draw)
      guard let own = subject.impairment?.cadence else { continue }
      for trial in 0..<Int(subject.draw.uniform(3, 7, "trials")) {
        let stride = subject.draw.of("trial", trial)
        let cadence = own * (1 + 0.02 * stride.bell("cadence"))
        plan.append(Planned(subject: subject, cadence: cadence, stride: stride))
      }
    }
    return plan
  }

  /// Walks the trials on some threads; the results keep the plan's order.
  private static func walked(_ plan: [Planned], threads: Int) throws -> [SyntheticTrial] {
    let results = TrialResults(count: plan.count)
    let workers = max(1, min(threads, plan.count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in stride(from: worker, to: plan.count, by: workers) {
        let planned = plan[index]
        let result = Result {
          try SyntheticTrial(of: planned.subject, cadence: planned.cadence, stride: planned.stride)
        }
        results.put(result, at: index)
      }
    }
    return try results.all()
  }
}

/// The results of trials that are walked at the same time, in the plan's order.
///
/// `@unchecked Sendable` because the one mutable property is read and written under the lock only.
private final class TrialResults: @unchecked Sendable {
  private let lock = NSLock()
  private var results: [Result<SyntheticTrial, any Error>?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func put(_ result: Result<SyntheticTrial, any Error>, at index: Int) {
    lock.withLock { results[index] = result }
  }

  func all() throws -> [SyntheticTrial] {
    try lock.withLock { try results.compactMap { try $0?.get() } }
  }
}
