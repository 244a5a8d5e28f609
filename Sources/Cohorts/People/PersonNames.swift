import Formats
import Protocols

/// The names of a cohort's people, one for each person however often it is spelt differently.
package struct PersonNames {
  /// A person's name as first written with the other spellings found, in their order.
  struct Merge: Sendable, Equatable {
    let name: String
    var others: [String]
  }

  /// The name of each trial's person, as first written.
  package let subjects: [String]
  /// The people who had more than one spelling, in the order of their first trials.
  let merges: [Merge]

  /// Finds who is who by ``PersonKey``.
  package init(_ written: [String]) {
    var (names, merges) = ([PersonKey: String](), [Merge]())
    // A name has one key however often it is there.
    var known = [String: String]()
    for name in written where known[name] == nil {
      let key = PersonKey(name)
      guard let first = names[key] else {
        names[key] = name
        known[name] = name
        continue
      }
      known[name] = first
      if let place = merges.firstIndex(where: { $0.name == first }) {
        merges[place].others.append(name)
      } else {
        merges.append(Merge(name: first, others: [name]))
      }
    }
    subjects = written.map { known[$0] ?? $0 }
    self.merges = merges
  }

  /// A line on each person who is written in more than one way.
  package var remarks: [String] {
    merges.map { merge in
      "one person is written in more than one way and taken for one: "
        + ([merge.name] + merge.others).map(quoted).joined(separator: ", ")
    }
  }
}
