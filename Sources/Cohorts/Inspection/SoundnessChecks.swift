import Protocols

/// The checks of one cohort, each of which finds a kind of thing once.
struct SoundnessChecks {
  let cohort: Cohort
  let training: Standardisation?
  let usual: [Float]?

  /// The largest angle in degrees that a joint may have.
  static let largestAngle: Float = 180

  /// A trial as sentences name it.
  func name(_ trial: Int) -> String { "trial \(trial) (\(cohort.subjects[trial]))" }

  /// How many of the trials, with the verb that fits.
  func share(_ count: Int, _ singular: String, _ plural: String) -> String {
    let trials = cohort.trials
    if trials == 1 { return "the only trial \(singular)" }
    return count == trials
      ? "all \(trials) trials \(plural)" : "\(count) of \(trials) trials \(count == 1 ? singular : plural)"
  }

  /// A finding about some trials; nil when there are none.
  func finding(_ kind: Finding.Kind, _ trials: [Int], advice: String? = nil, _ text: (_ first: String) -> String)
    -> Finding?
  {
    guard let first = trials.first.map(name) else { return nil }
    return Finding(kind, trials.count, in: cohort.source, example: first, text(first), advice: advice, trials: trials)
  }

  /// Angles in radians, angles of no joint, and knees that bend backwards.
  var angles: [Finding] {
    let columns = cohort.task.inputs
    let trials = 0..<cohort.trials
    let radians = trials.filter { InputCheck.looksLikeRadians(cohort.angles(of: $0), columns: columns) }
    let large = trials.filter { cohort.angles(of: $0).contains { $0.magnitude > Self.largestAngle } }
    let knees = columns.indices.filter { columns[$0].hasPrefix("knee_angle") }
    let backward = trials.compactMap { trial -> (trial: Int, column: String)? in
      let angles = cohort.angles(of: trial)
      let knee = knees.first { knee in
        let column = stride(from: angles.startIndex + knee, to: angles.endIndex, by: columns.count)
        return KneeSign.isBackward(column.lazy.map { angles[$0] })
      }
      return knee.map { (trial, columns[$0]) }
    }
    return [
      finding(.radians, radians) {
        "\(share(radians.count, "looks", "look")) like radians, the first: \($0), in which no knee or no hip flexes "
          + "beyond 3.14; degrees of gait cycles are expected."
      },
      finding(.largeAngles, large) {
        "\(share(large.count, "has", "have")) a joint angle over 180 degrees, the first: \($0); angles in degrees are "
          + "expected."
      },
      finding(.backwardKnees, backward.map(\.trial)) {
        "\(share(backward.count, "has", "have")) a knee that bends to negative angles, the first: \($0), column "
          + "'\(backward.first?.column ?? "")'; flexion is positive in both knees."
      },
    ].compactMap(\.self)
  }

  /// Trials with an angle far from the training mean.
  var farAngles: [Finding] {
    guard let training else { return [] }
    let warnings = InputCheck.warnings(for: cohort, training: training).filter { $0.column != nil }
    var trials = [Int]()
    for warning in warnings where trials.last != warning.trial { trials.append(warning.trial) }
    let first = warnings.first?.description.dropFirst("\(cohort.source): ".count) ?? ""
    return [
      finding(.farAngles, trials) { _ in
        "\(share(trials.count, "has", "have")) an angle more than \(Int(InputCheck.limit)) training sd away, the first: "
          + first
      }
    ].compactMap(\.self)
  }

  /// Trials that are there twice and people with two masses.
  var repetitions: [Finding] {
    var (walks, masses) = ([Int: [Int]](), [String: Int]())
    var (again, heavier) = ([(trial: Int, earlier: Int)](), [String: (trial: Int, earlier: Int)]())
    for trial in 0..<cohort.trials {
      let (angles, subject) = (cohort.angles(of: trial), cohort.subjects[trial])
      var hasher = Hasher()
      // Two zeros are equal whatever their sign.
      angles.map { $0 + 0 }.withUnsafeBytes { hasher.combine(bytes: $0) }
      let walk = hasher.finalize()
      if let earlier = walks[walk]?.first(where: { cohort.angles(of: $0) == angles }) {
        again.append((trial, earlier))
      } else {
        walks[walk, default: []].append(trial)
      }
      // A mass that nobody stated differs from none.
      guard cohort.masses[trial].isFinite else { continue }
      let first = masses[subject] ?? trial
      masses[subject] = first
      if cohort.masses[first] != cohort.masses[trial], heavier[subject] == nil { heavier[subject] = (trial, first) }
    }
    let duplicates = finding(.duplicates, again.map(\.trial)) {
      "\(share(again.count, "repeats", "repeat")) the angles of an earlier one, the first: \($0) those of "
        + "\(name(again.first?.earlier ?? 0)); keep one of them."
    }
    let twice = heavier.values.min { $0.trial < $1.trial }.map { first in
      let subject = cohort.subjects[first.trial]
      func mass(_ trial: Int) -> String { "\(cohort.masses[trial]) kg in trial \(trial)" }
      return Finding(
        .twoMasses, heavier.count, in: cohort.source, example: subject,
        "\(heavier.count) of \(cohort.people.count) people \(heavier.count == 1 ? "has" : "have") two body masses, the "
          + "first: \(subject), \(mass(first.earlier)) and \(mass(first.trial)); one mass is expected.")
    }
    return [duplicates, twice].compactMap(\.self)
  }

  /// What reading the file changed.
  var mended: [Finding] {
    let shown = cohort.respelt.prefix(12).map { merge in
      "\(visible(merge.name)) also \(merge.others.map(visible).joined(separator: ", "))"
    }
    let more = cohort.respelt.count - shown.count
    let people = cohort.respelt.count == 1 ? "1 person is" : "\(cohort.respelt.count) people are"
    let spellings = cohort.respelt.first.map { first in
      Finding(
        .spellings, cohort.respelt.count, in: cohort.source, example: first.name,
        "\(people) written in more than one way and taken for one each: \(shown.joined(separator: "; "))"
          + (more > 0 ? "; and \(more) more." : "."))
    }
    let turned = cohort.turnedKnees
    let knees =
      turned == 0
      ? nil
      : Finding(
        .turnedKnees, turned, in: cohort.source, example: "",
        "knee flexion was negative in \(turned == cohort.trials ? "all" : "\(turned) of") \(cohort.trials) trials and "
          + "was turned; flexion is positive here.")
    return [spellings, knees].compactMap(\.self)
  }
}

/// A name between quotes, in which what cannot be seen is spelt.
private func visible(_ name: String) -> String {
  "'"
    + name.unicodeScalars.map { scalar in
      let isHidden = scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isWhitespace && scalar != " "
      return isHidden ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined() + "'"
}
