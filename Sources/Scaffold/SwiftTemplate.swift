import Protocols

/// The files of a new architecture: a small network of a kind, to be replaced piece by piece.
enum SwiftTemplate {
  static func model(_ name: String, _ kind: ArchitectureKind) -> String {
    let parts = kind.parts
    func lines(_ lines: [String], _ indent: Int) -> String {
      lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
    }
    return """
      import Tensors
      import Zoo

      /// One sentence that says what kind of network this is.
      ///
      /// Authors, "Title", where and when it was published, and the implementation that it agrees with, if any.
      public struct \(name): Architecture {
        /// Whether an output frame depends on no later input frame; the tests hold it against the network.
        public static let isCausal = \(parts.isCausal)

      \(lines(parts.properties, 2))

        /// Reads `configuration` of the manifest; a key that is not read here is an error there.
        public init(_ settings: Settings) throws {
      \(lines(parts.reading, 4))
        }

        /// Makes the layers; the words in brackets become the names of their parameters.
        public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
          Network(
      \(lines(parts.making, 6))
        }

        /// The layers of one \(name).
        public struct Network: SequenceModel {
      \(lines(parts.layers, 4))

          /// Maps standardised angles `[batch, frames, inputs]` to `[batch, frames, outputs]`; no gradient is written.
          public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
      \(lines(parts.forward, 6))
          }
        }
      }

      """
  }

  static func tests(_ name: String, _ kind: ArchitectureKind) -> String {
    """
    import Conformance
    import \(name)
    import Testing
    import Zoo

    @Suite("\(name)") struct \(name)Tests {
      /// Small and odd sizes find mistakes that round ones hide; the entries' own are examined with all others.
      static let configurations: [Node] = [
    \(kind.parts.small.map { "    \($0)," }.joined(separator: "\n"))
      ]

      @Test(arguments: configurations.indices)
      func `conforms`(_ index: Int) {
        #expect(ConformanceKit(of: \(name).self, Self.configurations[index]).violations() == [])
      }
    }

    """
  }

  static func manifest(_ name: String, _ kind: ArchitectureKind, entry: String, task: any PredictionTask) -> String {
    """
    schema: 1
    name: \(entry)
    description: \(name), which predicts \(task.outputs.count) \(what(task)), in \(task.unit), from joint angles.
    architecture: \(name)
    task: \(task.name)
    configuration: \(kind.parts.configuration)
    license: MIT

    """
  }

  static func what(_ task: any PredictionTask) -> String {
    task.quantity
  }
}
