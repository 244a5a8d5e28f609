import Protocols
import SyntheticGait
import TestSupport
import Testing

@Suite struct `The healthy of a synthetic cohort` {
  let trials: [SyntheticTrial]

  init() throws { trials = try `A synthetic cohort`.cohort.get().healthy }

  @Test(arguments: [
    (0, -32.0, 58.0), (1, -20, 20), (2, -28, 28), (3, -32, 58), (4, -20, 20), (5, -28, 28),
    (6, -12, 85), (7, -38, 30), (8, -12, 85), (9, -38, 30),
  ])
  func `move within a walker's range`(column: Int, low: Double, high: Double) {
    for trial in trials {
      #expect(trial.angle(column).least > low)
      #expect(trial.angle(column).most < high)
    }
  }

  @Test func `bend the knee most in swing and the hip least in late stance`() {
    for trial in trials {
      let (hip, knee) = (trial.angle(0), trial.angle(6))
      #expect(knee.part(0.6, 0.9).most == knee.most)
      #expect(hip.part(0.4, 0.7).least == hip.least)
    }
  }

  @Test func `walk with the left leg half a cycle after the right`() {
    for trial in trials {
      let (right, left) = (trial.angle(0), trial.angle(3))
      let shifted = (0..<179).map { left[($0 + 90) % 179] }
      #expect(zip(right, shifted).map { abs($0 - $1) }.most < 12)
    }
  }

  @Test func `differ from each other more than a subject's strides do`() {
    let fast = trials.filter { $0.speed == "fast" }
    let groups = Dictionary(grouping: fast, by: \.subject).values.map { $0.map { $0.angle(6).range } }
    let within = groups.map(\.deviation).mean
    #expect(within > 0.2)
    #expect(groups.map(\.mean).deviation > 2 * within)
  }

  @Test func `swing their hips further and load them more at a higher cadence`() {
    let paces = ["slow", "med", "fast"].map { pace in trials.filter { $0.speed == pace } }
    let ranges = paces.map { $0.map { $0.angle(0).range }.mean }
    let peaks = paces.map { $0.map { $0.moment(0).most }.mean }
    #expect(ranges[0] + 2 < ranges[1] && ranges[1] + 1 < ranges[2])
    #expect(peaks[0] + 0.1 < peaks[1] && peaks[1] + 0.1 < peaks[2])
  }

  // Compare the curves that OpenSim computes for walking adults: extension then flexion, abductors in stance.
  @Test func `have the hip moments of walking at a comfortable cadence`() {
    let med = trials.filter { $0.speed == "med" }
    func curve(_ column: Int, _ from: Double, _ to: Double) -> [Double] {
      med.map { $0.moment(column).part(from, to).mean }
    }
    #expect((-0.6 ... -0.1).contains(curve(0, 0.05, 0.15).mean))
    #expect((0.6...1.2).contains(curve(0, 0.48, 0.58).mean))
    #expect((-0.9 ... -0.3).contains(curve(0, 0.88, 0.96).mean))
    #expect((-1.0 ... -0.5).contains(curve(1, 0.15, 0.5).mean))
    #expect(abs(curve(1, 0.7, 0.95).mean) < 0.15)
    #expect((0.05...0.2).contains(curve(2, 0.1, 0.2).mean))
    #expect(med.allSatisfy { $0.moment(2).map(abs).most < 0.4 })
  }

  @Test func `hold the pelvis with the abductors in stance and pull the leg through with the flexors`() {
    let outputs = muscleForce.outputs
    for trial in trials.filter({ $0.speed == "med" }) {
      func force(_ name: String) -> [Double] { trial.force(outputs.firstIndex(of: name) ?? 0) }
      #expect(force("glmed_r").part(0.1, 0.5).mean > 3 * force("glmed_r").part(0.7, 1).mean)
      #expect(force("iliopsoas_r").part(0.4, 0.6).mean > force("iliopsoas_r").part(0.8, 1).mean)
      #expect(force("hamstring_r").part(0.85, 1).most > force("hamstring_r").part(0.2, 0.6).mean)
    }
  }

  @Test func `have forces that give the hip moments, so that reserves carry nothing`() throws {
    let seed = SyntheticDraw(seed: 60)
    for trial in trials {
      let number = try #require(Int(trial.subject.dropFirst()))
      let subject = SyntheticSubject(number: number, isPatient: false, seed: seed)
      #expect(subject.id == trial.subject && subject.mass == trial.mass && subject.height == trial.height)
      var worst = 0.0
      for (frame, degrees) in trial.angle(0).enumerated() {
        let muscles = MuscleGeometry(of: subject, in: LegPose(hipFlexion: Jet(degrees * .pi / 180)))
        var sum = SIMD4<Double>.zero
        for muscle in 0..<14 {
          sum +=
            muscles.moments[muscle] / muscles.capacity[muscle] * Double(trial.forces[14 * frame + muscle])
        }
        for axis in 0..<3 { worst = max(worst, abs(sum[axis] - Double(trial.moments[3 * frame + axis]))) }
      }
      #expect(worst < 0.01)
      #expect(trial.forces.allSatisfy { $0 >= 0 })
    }
  }
}
