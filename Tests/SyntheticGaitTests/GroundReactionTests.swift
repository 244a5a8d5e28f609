import SyntheticGait
import Testing

@Suite struct `The ground's reaction` {
  struct Walk {
    let subject: SyntheticSubject
    let kinematics: StrideKinematics
    let ground: GroundReaction

    init(number: Int, isPatient: Bool, cadence: Double) {
      subject = SyntheticSubject(number: number, isPatient: isPatient, seed: SyntheticDraw(seed: 5))
      let stride = subject.draw.of("stride")
      kinematics = StrideKinematics(of: subject, cadence: cadence, stride: stride)
      ground = GroundReaction(
        of: subject, body: LegSegments(height: subject.height, mass: subject.mass), kinematics: kinematics,
        phases: (0..<179).map { Double($0) / 179 }, stride: stride)
    }

    /// The mean of a component over the cycle, body weights.
    func mean(_ forces: [GroundForce], _ component: Int) -> Double {
      forces.map { $0.force[component] }.mean / (subject.mass * 9.80665)
    }
  }

  static let walks = (1...6).flatMap { number in
    [78.0, 115, 135].map { Walk(number: number, isPatient: false, cadence: $0) }
      + [Walk(number: number, isPatient: true, cadence: 92)]
  }

  @Test func `carries the body's weight over a stride`() {
    for walk in Self.walks {
      let vertical = walk.mean(walk.ground.right, 1) + walk.mean(walk.ground.left, 1)
      #expect(abs(vertical - 1) < 0.01)
      #expect(abs(walk.ground.pelvis.map(\.y).mean) < 0.1)
    }
  }

  @Test func `keeps speed and course over a stride`() {
    for walk in Self.walks {
      for component in [0, 2] {
        let push = walk.mean(walk.ground.right, component) + walk.mean(walk.ground.left, component)
        #expect(abs(push) < 1e-9)
      }
    }
  }

  @Test func `brakes first, then drives on, and pushes towards the middle`() {
    for walk in Self.walks where walk.subject.impairment == nil {
      let forward = walk.ground.right.map(\.force.x)
      #expect(forward.part(0.05, 0.15).mean < 0)
      #expect(forward.part(0.45, 0.55).mean > 0)
      #expect(walk.mean(walk.ground.right, 2) < 0)
    }
  }

  @Test func `has two humps that grow with cadence and none in swing`() {
    for number in 0..<6 {
      let vertical = Self.walks[(4 * number)..<(4 * number + 3)].map { walk in
        walk.ground.right.map { $0.force.y / (walk.subject.mass * 9.80665) }
      }
      for force in vertical {
        #expect(force.part(0.08, 0.25).most > force.part(0.28, 0.34).mean)
        #expect(force.part(0.35, 0.55).most > force.part(0.28, 0.34).mean)
        #expect(force.most < 1.7)
        #expect(force.part(0.67, 1).allSatisfy { $0 == 0 })
      }
      #expect(vertical[0].most < vertical[1].most && vertical[1].most < vertical[2].most)
      #expect(vertical[0].part(0.28, 0.34).mean > vertical[2].part(0.28, 0.34).mean)
    }
  }

  @Test func `spares a patient's affected leg`() {
    for walk in Self.walks where walk.subject.impairment != nil {
      #expect(walk.mean(walk.ground.right, 1) < 0.495)
      #expect(walk.mean(walk.ground.left, 1) > 0.505)
    }
  }

  @Test func `belongs to a walking speed that people walk at`() {
    for walk in Self.walks { #expect((0.5...2.2).contains(walk.ground.speed)) }
  }
}
