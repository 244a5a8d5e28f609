import Faults
import Formats

extension Manifest {
  /// Refuses an architecture that is not among the compiled ones.
  /// - Throws: `Fault` of kind `data` with the nearest name and all that there are.
  public func check(architectures names: [String]) throws {
    guard case .architecture(let name) = implementation, !names.contains(name) else { return }
    throw unknownArchitecture(name, at: location(of: "architecture"), among: names)
  }
}

/// The fault of an architecture that this program is not compiled with, naming the nearest and all that are.
package func unknownArchitecture(_ name: String, at location: Place, among names: [String]) -> Fault {
  let known = names.sorted()
  return Fault(
    .data, at: location,
    "unknown architecture \(quoted(name)).\(suggestion(for: name, in: known))"
      + " Compiled: \(known.joined(separator: ", ")).")
}
