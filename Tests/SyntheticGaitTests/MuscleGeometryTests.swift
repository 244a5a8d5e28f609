import Protocols
import SyntheticGait
import TestSupport
import Testing

@Suite struct `The muscles of the synthetic leg` {
  let subject = SyntheticSubject(number: 4, isPatient: false, seed: SyntheticDraw(seed: 9))

  @Test func `are the published groups in the published order, then the knee's`() {
    let names = MuscleGroup.all.map(\.name)
    #expect(Array(names.prefix(MuscleGroup.published)) == muscleForce.outputs)
    #expect(names.count == 17)
    for muscle in MuscleGroup.all.dropFirst(MuscleGroup.published) {
      #expect(muscle.flexion == (0, 0) && muscle.adduction == 0 && muscle.rotation == (0, 0))
    }
  }

  @Test(arguments: [
    ("iliopsoas_r", 0, 1.0), ("recfem_r", 0, 1), ("glmax_r", 0, -1), ("hamstring_r", 0, -1),
    ("addlong_r", 1, 1),
    ("glmed_r", 1, -1), ("tfl_r", 1, -1), ("piri_r", 2, -1), ("recfem_r", 3, -1), ("hamstring_r", 3, 1),
  ])
  func `turn the joints the way anatomy says`(name: String, axis: Int, sign: Double) throws {
    let index = try #require(MuscleGroup.all.firstIndex { $0.name == name })
    #expect(MuscleGeometry(of: subject, in: LegPose()).moments[index][axis] * sign > 1)
  }

  @Test func `turn the piriformis from an external into an internal rotator in deep flexion`() throws {
    let index = try #require(MuscleGroup.all.firstIndex { $0.name == "piri_r" })
    let deep = MuscleGeometry(of: subject, in: LegPose(hipFlexion: Jet(1.2)))
    #expect(deep.moments[index][2] > 0)
  }

  @Test func `pull less when they shorten and more when they are stretched`() throws {
    let index = try #require(MuscleGroup.all.firstIndex { $0.name == "iliopsoas_r" })
    let forces = [3.0, 0, -3].map {
      MuscleGeometry(of: subject, in: LegPose(hipFlexion: Jet(0.2, rate: $0))).capacity[index]
    }
    #expect(forces[0] < 0.8 * forces[1])
    #expect(forces[1] < forces[2] && forces[2] < 1.4 * forces[1])
  }

  @Test func `pull less away from their best length`() {
    let best = MuscleGeometry(
      of: subject, in: LegPose(hipFlexion: Jet(10 * .pi / 180), knee: Jet(25 * .pi / 180)))
    let bent = MuscleGeometry(
      of: subject, in: LegPose(hipFlexion: Jet(1), hipAdduction: Jet(0.2), knee: Jet(1.2)))
    for (least, most) in zip(bent.capacity, best.capacity) { #expect(least > 0 && least < most) }
  }
}
