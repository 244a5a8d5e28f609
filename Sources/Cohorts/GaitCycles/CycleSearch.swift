import Faults
import Formats

/// Finds the gait cycles of a recording: where a person says, else in its ground forces, else in its joint angles.
struct CycleSearch {
  let angles: JointAngles
  let forces: GroundForces?
  let detection: ContactDetection

  private var check: GaitCheck { GaitCheck(legs: angles.legs) }

  /// The cycles of a leg that are strides of walking, and what was found on the way.
  func cycles(of side: Side) -> CycleFindings {
    var findings = forces.flatMap { onForces($0, side) } ?? inAngles(side)
    if findings.contacts != .force, let forces {
      let reason = refusal(of: forces, side)
      findings.forces = ForceFindings(columns: forces.columns, axis: forces.axis, notUsed: reason)
      findings.notes.insert(
        RecordingNote(
          .forces, isWarning: true,
          "the ground force shows no whole \(side) cycle; joint angles were used: \(forces.source): \(reason)"), at: 0)
    }
    findings.keep { outside($0) ?? gap(in: $0) ?? check.sparse($0) ?? check.objection($0) }
    if let note = GaitCheck.note(on: findings.kept) { findings.notes.append(note) }
    return findings
  }

  /// The cycles that a person bounds by contacts of a leg.
  ///
  /// - Parameter isOneCycle: whether the two contacts bound one cycle whatever its duration.
  /// - Throws: ``Fault`` (data) when the contacts do not rise or are those of both feet.
  func cycles(
    of side: Side, givenAt contacts: [Double], as source: ContactSource = .given, isOneCycle: Bool = false
  ) throws -> CycleFindings {
    guard zip(contacts, contacts.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw Fault(.data, at: .file(angles.source), "the contacts must rise from each to the next.")
    }
    if !isOneCycle { try refuseBothFeet(contacts, side) }
    var findings = CycleFindings(side: side, contacts: source)
    take(contacts, into: &findings, atAnyDuration: isOneCycle)
    findings.keep { outside($0) ?? gap(in: $0) ?? check.sparse($0) }
    for cycle in findings.kept {
      guard let objection = check.objection(cycle) else { continue }
      findings.notes.append(
        RecordingNote(
          .gait, isWarning: true,
          "the cycle from \(cycle.start) s to \(cycle.end) s was given and does not look like walking: \(objection)"))
    }
    let unfit = contacts.filter { isInside($0) && angles.legs.lead(of: side, at: $0) < -0.05 }
    if !unfit.isEmpty {
      findings.notes.append(
        RecordingNote(
          .contacts, isWarning: true,
          "at \(seconds(unfit)) the \(side.other) foot is in front; are these contacts of the \(side) foot?"))
    }
    if let note = GaitCheck.note(on: findings.kept) { findings.notes.append(note) }
    return findings
  }

  /// Contacts that alternate between the legs bound steps and no strides.
  private func refuseBothFeet(_ contacts: [Double], _ side: Side) throws {
    let inside = contacts.filter(isInside)
    let leads = inside.map { angles.legs.lead(of: side, at: $0) }
    guard inside.count > 1, leads.allSatisfy({ $0.magnitude > 0.05 }),
      zip(leads, leads.dropFirst()).allSatisfy({ ($0 > 0) != ($1 > 0) }),
      zip(inside, inside.dropFirst()).allSatisfy({ $1 - $0 < 1.25 })
    else { return }
    let others = zip(inside, leads).filter { $0.1 < 0 }.map(\.0)
    throw Fault(
      .data, at: .file(angles.source),
      "the contacts are those of both feet: at \(seconds(others)) the \(side.other) foot is in front; give "
        + "those of the \(side) foot alone; a table of events says whose each is in a column 'side', and what in a column 'event'."
    )
  }

  /// The cycles in the ground forces, or `nil` when those show none inside the recording.
  private func onForces(_ forces: GroundForces, _ side: Side) -> CycleFindings? {
    guard forces.objection(detection) == nil else { return nil }
    var findings = CycleFindings(side: side, contacts: .force)
    let search = search(in: forces, side)
    take(search.instants, into: &findings, unless: { search.lack(in: $0).map { "\(forces.source) \($0)" } })
    let inAngles = angles.search(side, detection).contacts
    findings.keep { cycle in
      // A foot that misses a plate leaves two strides that look like one slow one.
      if let between = inAngles.first(after: cycle.start + 0.3), between < cycle.end - 0.3 {
        return "the angles show another contact of the \(side) foot at \(between) s, which the force does not"
      }
      return nil
    }
    guard findings.kept.contains(where: { isInside($0.start) && isInside($0.end) }) else { return nil }
    findings.forces = ForceFindings(columns: forces.columns, axis: forces.axis)
    if forces.axis != .y {
      findings.notes.append(
        RecordingNote(
          .forces,
          "\(forces.source): the vertical force was taken from \(forces.named), the component that "
            + "carries the body"))
    }
    return findings
  }

  /// Why forces without an objection give no cycle of a leg.
  private func refusal(of forces: GroundForces, _ side: Side) -> String {
    if let objection = forces.objection(detection) ?? forces.offset(of: side, detection) { return objection }
    let search = search(in: forces, side)
    let own = search.instants
    let inAngles = angles.search(side, detection).contacts
    let others = self.search(in: forces, side.other).instants
    func isNear(_ contact: Double, _ contacts: [Double]) -> Bool {
      contacts.first(after: contact - 0.15).map { $0 < contact + 0.15 } ?? false
    }
    let swapped = inAngles.count { isNear($0, others) }
    if swapped > 1, swapped * 2 > inAngles.count, !own.contains(where: { isNear($0, inAngles) }) {
      return
        "its contacts of the \(side.other) foot are those of the \(side) foot in the angles; left and right may be swapped"
    }
    let lacks = zip(own, own.dropFirst()).filter { isInside($0) && isInside($1) }
      .compactMap { search.lack(in: GaitCycle(side: side, start: $0, end: $1)) }
    if let lack = lacks.first { return "it \(lack)" }
    if own.count < 2 {
      return "it has \(own.count == 0 ? "no contact" : "one contact") of the \(side) foot, and a cycle needs two"
    }
    let strides = GaitCycle.between(own, side: side)
    if strides.isEmpty { return "its contacts at \(seconds(own)) are no stride apart" }
    if !strides.contains(where: { isInside($0.start) && isInside($0.end) }) {
      return "its cycles are not inside the recording of the angles"
    }
    return "its contacts at \(seconds(own)) do not fit those in the angles at \(seconds(inAngles))"
  }

  private func search(in forces: GroundForces, _ side: Side) -> ForceSearch {
    forces.search(side, detection) { angles.legs.leading(at: $0) == side }
  }

  private func inAngles(_ side: Side) -> CycleFindings {
    let found = angles.search(side, detection)
    var findings = CycleFindings(side: side, contacts: .angles)
    findings.nearEnds = found.nearEnds
    var contacts = found.contacts
    if let ends = CutRecording(angles).contacts(of: side, detection) {
      contacts = ends
      findings.contacts = .ends
      findings.nearEnds = []
      findings.notes.append(
        RecordingNote(
          .contacts,
          "the recording is cut at contacts of the \(side) foot: the angles at both ends match, so its ends were taken as "
            + "contacts"))
    }
    take(contacts, into: &findings)
    return findings
  }

  /// Takes the strides between contacts; a stride that is none by its duration is dropped with that reason.
  ///
  /// - Parameter lack: what is missing in a stride, which is a better reason than a duration.
  private func take(
    _ contacts: [Double], into findings: inout CycleFindings, atAnyDuration: Bool = false,
    unless lack: (GaitCycle) -> String? = { _ in nil }
  ) {
    let range = GaitCycle.plausibleDurations
    findings.kept = zip(contacts, contacts.dropFirst()).map { GaitCycle(side: findings.side, start: $0, end: $1) }
    findings.keep(lack)
    if atAnyDuration { return }
    findings.keep { cycle in
      let duration = (cycle.end - cycle.start).rounded(toPlaces: 3)
      return range.contains(cycle.end - cycle.start)
        ? nil
        : "it lasts \(duration) s; a stride takes \(range.lowerBound) to \(range.upperBound) s"
          + (duration > 10 ? "; is time in seconds?" : "")
    }
  }

  private func outside(_ cycle: GaitCycle) -> String? {
    if isInside(cycle.start), isInside(cycle.end) { return nil }
    return "the cycle from \(cycle.start) s to \(cycle.end) s is not inside the recording, which goes from "
      + "\(angles.time.first ?? 0) s to \(angles.time.last ?? 0) s"
  }

  private func gap(in cycle: GaitCycle) -> String? {
    guard let gap = angles.gaps.first(meeting: cycle.start, cycle.end) else { return nil }
    return "column 'time' has a gap in it, from \(gap.lowerBound.rounded(toPlaces: 4)) s to "
      + "\(gap.upperBound.rounded(toPlaces: 4)) s"
  }

  private func isInside(_ instant: Double) -> Bool {
    guard let first = angles.time.first, let last = angles.time.last else { return false }
    return instant >= first - 1e-6 && instant <= last + 1e-6
  }

  private func seconds(_ instants: [Double]) -> String {
    let shown = instants.prefix(6).map { "\($0.rounded(toPlaces: 3))" }.joined(separator: ", ")
    return shown + (instants.count > 6 ? " and \(instants.count - 6) more" : "") + " s"
  }
}
