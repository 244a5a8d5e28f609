import Faults
import Formats
import Zoo

extension ConformanceKit {
  func configurationViolations(_ model: ModelUnderTest) -> [Violation] {
    unknownKeyViolations() + model.resolvedViolations(type) + keys.flatMap(keyViolations)
  }

  private var keys: [Node.Entry] {
    if case .mapping(let entries) = configuration.content { entries } else { [] }
  }

  private func unknownKeyViolations() -> [Violation] {
    let key = "no_such_hyperparameter"
    return refusal(of: configuration.replacing(key, by: 1), naming: key, "an unknown key")
  }

  private func keyViolations(_ entry: Node.Entry) -> [Violation] {
    let key = entry.key
    let json = entry.value.canonicalJSON
    var found = refusal(
      of: configuration.replacing(key, by: json.hasPrefix("[") ? "text" : [[]]), naming: key, "a list")
    if Double(json) != nil {
      found += refusal(of: configuration.replacing(key, by: "many"), naming: key, "the text 'many'")
      // No hyperparameter is that large; what is let through here stops the program when memory is taken for it.
      for number in [-1_000_000_000_000, 1_000_000_000_000] {
        found += refusal(of: configuration.replacing(key, by: Node(number)), naming: key, "the number \(number)")
      }
    } else if json == "true" || json == "false" {
      found += refusal(of: configuration.replacing(key, by: 2), naming: key, "the number 2")
    } else if json.hasPrefix("\"") {
      found += refusal(of: configuration.replacing(key, by: "no such choice"), naming: key, "'no such choice'")
    }
    // Without the key there is a default, or a refusal that names it.
    if (try? configured(configuration.replacing(key, by: nil))) == nil {
      found += refusal(of: configuration.replacing(key, by: nil), naming: key, "nothing")
    }
    return found
  }

  private func configured(_ configuration: Node) throws -> ConfiguredArchitecture {
    try ConfiguredArchitecture(type.name, configuration: configuration, among: [type])
  }

  /// What is wrong with how a wrong configuration is answered.
  private func refusal(of configuration: Node, naming key: String, _ value: String) -> [Violation] {
    let subject = "\(value) for '\(key)'"
    do {
      _ = try configured(configuration)
      return [
        Violation(.configuration, "It accepts \(subject); read the key with a range that refuses it, in 'init(_:)'.")
      ]
    } catch let fault as Fault {
      guard fault.kind == .data, fault.place?.key == key else {
        return [
          Violation(
            .configuration, "It refuses \(subject) without naming the key in a fault of kind data: \(fault.description)"
          )
        ]
      }
      return []
    } catch {
      return [Violation(.configuration, "It refuses \(subject) with an error that is no Fault: \(error)")]
    }
  }
}

extension ModelUnderTest {
  /// What a weights file stores has to build the same network again.
  fileprivate func resolvedViolations(_ type: any Architecture.Type) -> [Violation] {
    let resolved = configured.configuration
    do {
      let again = try ModelUnderTest(type, Node(json: resolved.canonicalJSON, file: "the resolved configuration"), task)
      guard again.configured.configuration.canonicalJSON == resolved.canonicalJSON,
        again.parameters.names == parameters.names,
        again.parameters.tensors.map(\.shape) == parameters.tensors.map(\.shape)
      else {
        return [
          Violation(
            .configuration, "The configuration with its defaults, \(resolved.canonicalJSON), builds another network.")
        ]
      }
      return []
    } catch {
      return [Violation(.configuration, "The configuration with its defaults is refused: \(error)")]
    }
  }
}

extension Node {
  /// The mapping with the value of a key replaced, added or taken out.
  func replacing(_ key: String, by value: Node?) -> Node {
    guard case .mapping(var entries) = content else { return self }
    let place = entries.firstIndex { $0.key == key }
    if let place { entries.remove(at: place) }
    if let value {
      entries.insert(Entry(key: key, location: location, value: value), at: place ?? entries.endIndex)
    }
    return Node(.mapping(entries), at: location)
  }
}
