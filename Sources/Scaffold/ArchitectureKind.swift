/// What kind of network a new architecture starts as.
public enum ArchitectureKind: String, Sendable, CaseIterable {
  /// A convolution round the gait cycle.
  case convolutional
  /// Gated recurrent layers in both directions.
  case recurrent
  /// Every frame attends to every frame.
  case attention
  /// Causal linear systems, one a feature, as one long convolution.
  case stateSpace = "state-space"

  /// The parts of the file in which kinds differ.
  struct Parts {
    var isCausal = false
    /// The hyperparameters, and how they are read.
    let properties, reading: [String]
    /// What a model makes, and what it is called in the network.
    let making, layers: [String]
    /// The forward pass.
    let forward: [String]
    /// `configuration` of the manifests, and small ones for the tests.
    let configuration: String
    let small: [String]
  }

  private static let dropout = #"dropout = try settings.number("dropout", in: 0...0.9, default: 0.1)"#
  private static let width = #"width = try settings.integer("width", in: 1...4096)"#
  private static let output = #"output: Linear(width, outputs, in: scope["output"]))"#

  var parts: Parts {
    switch self {
    case .convolutional:
      Parts(
        properties: ["let width: Int", "let kernel: Int", "let dropout: Double"],
        reading: [Self.width, #"kernel = try settings.integer("kernel", in: 1...63, default: 9)"#, Self.dropout],
        making: [
          #"convolution: Convolution(inputs, width, kernel: kernel, padding: .circular, in: scope["convolution"]),"#,
          #"dropout: Dropout(dropout, in: scope["dropout"]),"#, Self.output,
        ],
        layers: ["let convolution: Convolution", "let dropout: Dropout", "let output: Linear"],
        forward: ["output(dropout(convolution(x).relu(), pass))"],
        configuration: "{width: 64, kernel: 9, dropout: 0.1}",
        small: [#"["width": 5, "kernel": 3, "dropout": 0.0]"#, #"["width": 7, "kernel": 4, "dropout": 0.5]"#])
    case .recurrent:
      Parts(
        properties: ["let hidden: Int", "let layers: Int", "let dropout: Double"],
        reading: [
          #"hidden = try settings.integer("hidden", in: 1...4096)"#,
          #"layers = try settings.integer("layers", in: 1...16, default: 2)"#, Self.dropout,
        ],
        making: [
          "recurrent: GRULayers(",
          #"  inputs, hidden: hidden, layers: layers, isBidirectional: true, dropout: dropout, in: scope["recurrent"]),"#,
          #"output: Linear(2 * hidden, outputs, in: scope["output"]))"#,
        ],
        layers: ["let recurrent: GRULayers", "let output: Linear"], forward: ["output(recurrent(x, pass))"],
        configuration: "{hidden: 64, layers: 2, dropout: 0.1}",
        small: [#"["hidden": 5, "layers": 1, "dropout": 0.0]"#, #"["hidden": 3, "layers": 2, "dropout": 0.5]"#])
    case .attention:
      Parts(
        properties: ["let width: Int", "let heads: Int", "let dropout: Double"],
        reading: [
          Self.width, #"heads = try settings.integer("heads", in: 1...64, default: 4)"#, Self.dropout,
          "guard width % heads == 0 else {",
          #"  throw settings.fault("heads", "'heads' is \(heads), expected a divisor of 'width', which is \(width).")"#,
          "}",
        ],
        making: [
          #"input: Linear(inputs, width, in: scope["input"]),"#,
          #"attention: MultiHeadAttention(width, heads: heads, dropout: dropout, in: scope["attention"]),"#,
          #"norm: LayerNorm(width, in: scope["norm"]),"#, Self.output,
        ],
        layers: [
          "let input: Linear", "let attention: MultiHeadAttention", "let norm: LayerNorm", "let output: Linear",
        ],
        forward: ["let features = input(x)", "return output(norm(features + attention(features, pass)))"],
        configuration: "{width: 64, heads: 4, dropout: 0.1}",
        small: [#"["width": 6, "heads": 2, "dropout": 0.0]"#, #"["width": 9, "heads": 3, "dropout": 0.5]"#])
    case .stateSpace:
      Parts(
        isCausal: true,
        properties: ["let width: Int", "let states: Int", "let dropout: Double"],
        reading: [Self.width, #"states = try settings.integer("states", in: 1...512, default: 8)"#, Self.dropout],
        making: [
          #"input: Linear(inputs, width, in: scope["input"]),"#,
          #"rates: scope.parameter("rates", [width, states, 1], .normal),"#,
          #"gains: scope.parameter("gains", [width, states, 1], .normal),"#,
          #"dropout: Dropout(dropout, in: scope["dropout"]),"#, Self.output,
        ],
        layers: [
          "let input: Linear", "let rates: Tensor", "let gains: Tensor", "let dropout: Dropout", "let output: Linear",
        ],
        forward: [
          "let frames = x.shape[1]",
          "// What a state still holds k frames later: exp(-k exp(rate - 3)), newest frame last.",
          "let ages = Tensor((0..<frames).map { Float(frames - 1 - $0) }, shape: [frames])",
          "let response = (gains * (-ages * (rates - 3).exp()).exp()).mean(axis: 1)",
          "let kernel = response.reshaped([response.shape[0], 1, frames])",
          "let states = input(x).convolved(kernel, nil, groups: response.shape[0], padding: .causal)",
          "return output(dropout(states.gelu(), pass))",
        ],
        configuration: "{width: 64, states: 8, dropout: 0.1}",
        small: [#"["width": 5, "states": 3, "dropout": 0.0]"#, #"["width": 7, "states": 2, "dropout": 0.5]"#])
    }
  }
}
