extension Settings {
  /// A whole number.
  /// - Throws: `Fault` of kind `data`.
  public func integer(_ key: String, in range: ClosedRange<Int>, default standard: Int? = nil) throws -> Int {
    try value(key, .integer(in: range), default: standard)
  }

  /// A whole number, or `nil` when the key is not there.
  /// - Throws: `Fault` of kind `data`.
  public func integer(ifPresent key: String, in range: ClosedRange<Int>) throws -> Int? {
    try value(ifPresent: key, .integer(in: range))
  }

  /// A number.
  /// - Throws: `Fault` of kind `data`.
  public func number(
    _ key: String, in range: ClosedRange<Double>, default standard: Double? = nil
  ) throws -> Double {
    try value(key, .number(in: range), default: standard)
  }

  /// A number, or `nil` when the key is not there.
  /// - Throws: `Fault` of kind `data`.
  public func number(ifPresent key: String, in range: ClosedRange<Double>) throws -> Double? {
    try value(ifPresent: key, .number(in: range))
  }

  /// `true` or `false`.
  /// - Throws: `Fault` of kind `data`.
  public func boolean(_ key: String, default standard: Bool? = nil) throws -> Bool {
    try value(key, .boolean, default: standard)
  }

  /// A text that is not empty.
  /// - Throws: `Fault` of kind `data`.
  public func text(_ key: String, default standard: String? = nil) throws -> String {
    try value(key, .text, default: standard)
  }

  /// A text that is not empty, or `nil` when the key is not there.
  /// - Throws: `Fault` of kind `data`.
  public func text(ifPresent key: String) throws -> String? {
    try value(ifPresent: key, .text)
  }

  /// One of a few texts.
  /// - Throws: `Fault` of kind `data`.
  public func choice(_ key: String, of choices: [String], default standard: String? = nil) throws -> String {
    try value(key, .choice(of: choices), default: standard)
  }

  /// A list of texts.
  /// - Throws: `Fault` of kind `data`.
  public func texts(_ key: String, default standard: [String]? = nil) throws -> [String] {
    try value(key, Expectation<String>.list(of: .text), default: standard)
  }

  /// A list of whole numbers.
  /// - Throws: `Fault` of kind `data`.
  public func integers(
    _ key: String, in range: ClosedRange<Int>, default standard: [Int]? = nil
  ) throws -> [Int] {
    try value(key, Expectation<Int>.list(of: .integer(in: range)), default: standard)
  }

  /// A list of numbers.
  /// - Throws: `Fault` of kind `data`.
  public func numbers(
    _ key: String, in range: ClosedRange<Double>, default standard: [Double]? = nil
  ) throws -> [Double] {
    try value(key, Expectation<Double>.list(of: .number(in: range)), default: standard)
  }
}
