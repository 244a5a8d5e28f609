import SyntheticGait
import Testing

@Suite struct `The patients of a synthetic cohort` {
  let patients: [SyntheticTrial]
  let slow: [SyntheticTrial]
  let healthy: [SyntheticTrial]

  init() throws {
    let cohort = try `A synthetic cohort`.cohort.get()
    patients = cohort.patients
    healthy = cohort.healthy
    slow = healthy.filter { $0.speed == "slow" }
  }

  @Test func `choose a cadence below the comfortable one and carry its label`() {
    for trial in patients {
      #expect((75...115).contains(trial.cadence))
      #expect(trial.speed == (trial.cadence <= 96.5 ? "slow" : "med"))
    }
  }

  @Test func `move the affected hip less than the other and than the healthy do`() {
    for trial in patients { #expect(trial.angle(0).range < trial.angle(3).range) }
    #expect(patients.map { $0.angle(0).range }.mean < 0.9 * slow.map { $0.angle(0).range }.mean)
  }

  // They walk faster than the slow healthy and yet load the hip less: what the angles do not show.
  @Test func `spare the hip's abductors by leaning and by loading the leg less`() {
    func peak(_ trials: [SyntheticTrial]) -> Double { trials.map { $0.moment(1).part(0.1, 0.55).mean }.mean }
    #expect(peak(patients) > 0.85 * peak(slow))
    #expect(peak(patients) < 0.4 * peak(slow))
  }

  @Test func `brace every muscle all the time, as the healthy do not`() {
    for trial in patients { #expect(trial.forces.allSatisfy { $0 > 0 }) }
    for trial in healthy { #expect(trial.forces.contains(0)) }
  }

  @Test func `vary more from stride to stride`() {
    func unsteadiness(_ trials: [SyntheticTrial]) -> Double {
      Dictionary(grouping: trials, by: \.subject).values
        .map { $0.map { $0.angle(6).range }.deviation }.mean
    }
    #expect(unsteadiness(patients) > 1.2 * unsteadiness(slow))
  }

  @Test func `have an impairment of the documented kind and the healthy none`() {
    let seed = SyntheticDraw(seed: 3)
    for number in 1...40 {
      let patient = SyntheticSubject(number: number, isPatient: true, seed: seed)
      let other = SyntheticSubject(number: number, isPatient: false, seed: seed)
      #expect(patient.impairment.map { $0.hipRange < 0.9 && $0.loadShare < 0.5 && $0.lean > 0 } == true)
      #expect(other.impairment == nil)
      let abductors = MuscleGroup.all.indices.filter { MuscleGroup.all[$0].isAbductor }
      #expect(abductors.count == 3)
      for muscle in abductors { #expect(patient.strengths[muscle] < other.strengths[muscle] * 1.25) }
      #expect(abductors.map { patient.strengths[$0] }.mean < 0.95)
    }
  }
}
