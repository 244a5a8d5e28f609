/// Where a model makes its parameters: a path of names, and a source of first numbers.
///
/// A scope either draws a parameter's first numbers or takes them from a file, under the name that its path
/// spells. So the same model code serves training and loading, and names equal PyTorch's where the paths do:
///
/// ```swift
/// let layer = scope["encoder"]["layers"][0]
/// let weight = layer.parameter("weight", [128, 10], .kaimingUniform(fanIn: 10))
/// // its name is "encoder.layers.0.weight"
/// ```
public final class Scope {
  /// The names from the root to here, joined by dots.
  public let path: String
  private let root: Root
  private let prototype: String?

  private init(path: String, root: Root, prototype: String? = nil) {
    self.path = path
    self.root = root
    self.prototype = prototype
  }

  /// A scope whose parameters are drawn from PyTorch's generator.
  public convenience init(seed: UInt64) {
    self.init(generator: TorchGenerator(seed: seed))
  }

  /// A scope whose parameters are drawn from a generator that may have been used before.
  public convenience init(generator: TorchGenerator) {
    self.init(path: "", root: Root(generator: generator, loading: nil))
  }

  /// A scope whose parameters are taken from given weights; what does not fit is listed in ``problems``.
  public convenience init(weights: [Weight]) {
    var loading = [String: Weight]()
    for weight in weights { loading[weight.name] = weight }
    self.init(path: "", root: Root(generator: TorchGenerator(seed: 0), loading: loading))
  }

  /// A scope for counting: its parameters have names and shapes, and zeros that take no memory.
  package static func counting() -> Scope { Scope(path: "", root: Root()) }

  /// The scope of a part with a name.
  public subscript(name: String) -> Scope {
    Scope(path: join(path, name), root: root, prototype: inherit(name))
  }

  /// The scope of a part with a number, as in PyTorch's `ModuleList`.
  public subscript(index: Int) -> Scope { self[String(index)] }

  /// This scope, with first numbers copied from another one's parameters instead of drawn.
  ///
  /// PyTorch's `TransformerEncoder` copies one layer, so all its layers start equal (docs/semantics.md, section 3).
  public func copying(_ other: Scope) -> Scope { Scope(path: path, root: root, prototype: other.path) }

  /// Makes a parameter.
  ///
  /// - Parameters:
  ///   - name: its name within this scope.
  ///   - shape: its shape.
  ///   - initialiser: how its first numbers are drawn; not used when they come from a file.
  public func parameter(_ name: String, _ shape: [Int], _ initialiser: Initialiser) -> Tensor {
    root.make(join(path, name), shape, initialiser, prototype: inherit(name))
  }

  /// A number that tells this scope's random numbers from those of every other one: FNV-1a of its path.
  var identity: UInt32 {
    path.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }

  /// Every parameter that was made in this scope or any part of it.
  public var parameters: Parameters { root.parameters }
  /// The generator as the drawing has left it, for what is drawn next (the order of batches).
  public var generator: TorchGenerator { root.generator }
  /// One line for each weight that is missing, has another shape or is not used by the model.
  public var problems: [String] { root.problems }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
  private func inherit(_ name: String) -> String? { prototype.map { join($0, name) } }
}

/// What all scopes of one model share.
private final class Root {
  private(set) var generator: TorchGenerator
  private let loading: [String: Weight]?
  private var names: [String] = []
  private var tensors: [Tensor] = []
  private var places: [String: Int] = [:]
  private var misfits: [String] = []

  private let onlyCounts: Bool

  init(generator: TorchGenerator, loading: [String: Weight]?) {
    self.generator = generator
    self.loading = loading
    onlyCounts = false
  }

  /// The root of a scope that only counts.
  init() {
    generator = TorchGenerator(seed: 0)
    loading = nil
    onlyCounts = true
  }

  var parameters: Parameters { Parameters(names: names, tensors: tensors) }

  var problems: [String] {
    guard let loading else { return misfits }
    let unused = loading.keys.filter { places[$0] == nil }.sorted()
    return misfits + unused.map { "'\($0)' is not a parameter of the model" }
  }

  func make(_ name: String, _ shape: [Int], _ initialiser: Initialiser, prototype: String?) -> Tensor {
    let count = fitting { () throws(ShapeFault) in try shape.span(for: "parameter '\(name)'") }
    if places[name] != nil { misfits.append("'\(name)' is made twice") }
    var tensor = onlyCounts ? unbacked(name, shape, count) : filled(name, shape, count, initialiser, prototype)
    tensor.variable = .parameter(tensors.count)
    places[name] = tensors.count
    names.append(name)
    tensors.append(tensor)
    return tensor
  }

  private func unbacked(_ name: String, _ shape: [Int], _ count: Int) -> Tensor {
    fitting { () throws(ShapeFault) in
      guard let storage = Storage(unbacked: count) else {
        throw ShapeFault("parameter '\(name)': the shape \(shape) spans more numbers than memory can hold.")
      }
      return Tensor(shape: shape, storage: storage)
    }
  }

  private func filled(
    _ name: String, _ shape: [Int], _ count: Int, _ initialiser: Initialiser, _ prototype: String?
  ) -> Tensor {
    let values: [Float]
    if let loading {
      values = take(name, shape, count, from: loading)
    } else if let prototype, let place = places[prototype] {
      values = tensors[place].values
    } else {
      values = initialiser(shape, &generator)
    }
    fitting { () throws(ShapeFault) in
      try requireShape(
        values.count == count,
        "parameter '\(name)': \(values.count) first numbers do not fill the shape \(shape), which takes \(count).")
    }
    return Tensor(values, shape: shape)
  }

  private func take(_ name: String, _ shape: [Int], _ count: Int, from loading: [String: Weight]) -> [Float] {
    let weight = loading[name]
    if let weight, weight.shape == shape, weight.values.count == count { return weight.values }
    if let weight, weight.shape == shape {
      misfits.append("'\(name)' holds \(weight.values.count) numbers, its shape \(shape) takes \(count)")
    } else if let weight {
      misfits.append("'\(name)' has shape \(weight.shape), the model needs \(shape)")
    } else {
      misfits.append("'\(name)' of shape \(shape) is missing")
    }
    return [Float](repeating: 0, count: count)
  }
}
