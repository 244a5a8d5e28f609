import Protocols

/// The files of a new architecture: a circular convolution and a linear map, to be replaced piece by piece.
enum SwiftTemplate {
  static func model(_ name: String) -> String {
    """
    import Tensors
    import Zoo

    /// One sentence that says what kind of network this is.
    ///
    /// Authors, "Title", where and when it was published, and the implementation that it agrees with, if any.
    public struct \(name): Architecture {
      /// Whether an output frame depends on no later input frame; the tests hold it against the network.
      public static let isCausal = false

      let width: Int
      let kernel: Int
      let dropout: Double

      /// Reads `configuration` of the manifest; a key that is not read here is an error there.
      public init(_ settings: Settings) throws {
        width = try settings.integer("width", in: 1...4096)
        kernel = try settings.integer("kernel", in: 1...63, default: 9)
        dropout = try settings.number("dropout", in: 0...0.9, default: 0.1)
      }

      /// Makes the layers; the words in brackets become the names of their parameters.
      public func model(inputs: Int, outputs: Int, in scope: Scope) -> Network {
        Network(
          convolution: Convolution(inputs, width, kernel: kernel, padding: .circular, in: scope["convolution"]),
          dropout: Dropout(dropout, in: scope["dropout"]),
          output: Linear(width, outputs, in: scope["output"]))
      }

      /// The layers of one \(name).
      public struct Network: SequenceModel {
        let convolution: Convolution
        let dropout: Dropout
        let output: Linear

        /// Maps standardised angles `[batch, frames, inputs]` to `[batch, frames, outputs]`; no gradient is written.
        public func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
          output(dropout(convolution(x).relu(), pass))
        }
      }
    }

    """
  }

  static func tests(_ name: String) -> String {
    """
    import Conformance
    import \(name)
    import Testing
    import Zoo

    @Suite("\(name)") struct \(name)Tests {
      /// Small and odd sizes find mistakes that round ones hide; the entries' own are examined with all others.
      static let configurations: [Node] = [
        ["width": 5, "kernel": 3, "dropout": 0.0],
        ["width": 7, "kernel": 4, "dropout": 0.5],
      ]

      @Test(arguments: configurations.indices)
      func `conforms`(_ index: Int) {
        #expect(ConformanceKit(of: \(name).self, Self.configurations[index]).violations() == [])
      }
    }

    """
  }

  static func manifest(_ name: String, entry: String, task: any PredictionTask) -> String {
    """
    schema: 1
    name: \(entry)
    description: \(name), which predicts \(task.outputs.count) \(what(task)), in \(task.unit), from joint angles.
    architecture: \(name)
    task: \(task.name)
    configuration: {width: 64, kernel: 9, dropout: 0.1}
    license: MIT

    """
  }

  static func what(_ task: any PredictionTask) -> String {
    task.quantity
  }
}
