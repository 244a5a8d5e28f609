import Faults
import SyntheticGait
import Testing

@Suite struct `A synthetic cohort` {
  static let cohort = Result { try SyntheticCohort.generate(seed: 60) }

  @Test func `has the original's numbers of subjects, trials and paces`() throws {
    let cohort = try Self.cohort.get()
    #expect(cohort.healthy.count == 713)
    #expect(Set(cohort.healthy.map(\.subject)).count == 60)
    #expect(Set(cohort.patients.map(\.subject)) == Set((1...9).map { "P0\($0)" }))
    for pace in SyntheticPace.allCases {
      let trials = cohort.healthy.filter { $0.speed == pace.rawValue }
      #expect((233...240).contains(trials.count))
      #expect(trials.allSatisfy { abs($0.cadence / pace.cadence - 1) < 0.05 })
    }
    for trials in Dictionary(grouping: cohort.patients, by: \.subject).values {
      #expect((3...6).contains(trials.count))
    }
  }

  @Test func `lists subjects in order with identifiers of the published form`() throws {
    let subjects = try Self.cohort.get().healthy.map(\.subject)
    #expect(subjects == subjects.sorted())
    #expect(subjects.first == "H01")
    #expect(subjects.last == "H60")
  }

  @Test func `is the same for the same seed and another for another seed`() throws {
    let first = try SyntheticCohort.generate(subjects: 3, patients: 2, seed: 7)
    let again = try SyntheticCohort.generate(subjects: 3, patients: 2, seed: 7)
    let other = try SyntheticCohort.generate(subjects: 3, patients: 2, seed: 8)
    #expect(first.healthy == again.healthy)
    #expect(first.patients == again.patients)
    #expect(zip(first.healthy, other.healthy).allSatisfy { $0.angles != $1.angles && $0.forces != $1.forces })
    #expect(zip(first.patients, other.patients).allSatisfy { $0.moments != $1.moments })
  }

  @Test(arguments: [1, 3, 64])
  func `is the same for any number of threads`(threads: Int) throws {
    let made = try SyntheticCohort.generate(subjects: 2, patients: 1, seed: 7, threads: threads)
    let usual = try SyntheticCohort.generate(subjects: 2, patients: 1, seed: 7)
    #expect(made.healthy == usual.healthy && made.patients == usual.patients)
  }

  @Test func `gives a subject the same trials however many others there are`() throws {
    let all = try Self.cohort.get()
    let few = try SyntheticCohort.generate(subjects: 2, patients: 1, seed: 60)
    #expect(few.healthy.count == 24)
    let firstTwo = all.healthy.filter { $0.subject <= "H02" }
    #expect(firstTwo.allSatisfy { few.healthy.contains($0) })
    #expect(few.patients == all.patients.filter { $0.subject == "P01" })
  }

  @Test func `holds whole, finite trials that end as they begin`() throws {
    let cohort = try Self.cohort.get()
    for trial in cohort.healthy + cohort.patients {
      for (values, width) in [(trial.angles, 10), (trial.moments, 3), (trial.forces, 14)] {
        #expect(values.count == 180 * width)
        #expect(values.allSatisfy { $0.isFinite })
        #expect(values.prefix(width) == values.suffix(width))
      }
    }
  }

  @Test func `repeats no trial`() throws {
    let cohort = try Self.cohort.get()
    let trials = cohort.healthy + cohort.patients
    #expect(Set(trials.map { $0.angles }).count == trials.count)
  }

  @Test(arguments: [(-1, 9), (60, -1), (10_000, 0)])
  func `refuses an impossible number of subjects`(subjects: Int, patients: Int) {
    #expect(throws: Fault.self) {
      try SyntheticCohort.generate(subjects: subjects, patients: patients, seed: 1)
    }
  }
}
