import Foundation

/// Bytes of a text file that is being written, with numbers formatted in place.
package struct TextBuffer {
  package private(set) var bytes: [UInt8] = []

  /// Starts without text.
  package init() {}

  /// The text so far.
  package var data: Data { Data(bytes) }

  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  package mutating func append(byte: UInt8) { bytes.append(byte) }

  package mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  /// Appends numbers, a comma before each.
  package mutating func append(cells: ArraySlice<Float>, times factor: Float = 1) {
    for cell in cells {
      bytes.append(UInt8(ascii: ","))
      append(number: cell * factor)
    }
  }

  /// Appends a whole number that is not negative.
  package mutating func append(count: Int) {
    appendDigits(UInt64(count.magnitude), atLeast: 1)
  }

  /// Appends the shortest text that reads back as the same number, `NaN` where there is none.
  package mutating func append(number: Double) {
    if number.isNaN { return append("NaN") }
    if number.isInfinite { return append(number < 0 ? "-inf" : "inf") }
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
      if number.sign == .minus { bytes.append(UInt8(ascii: "-")) }
      return append(count: whole)
    }
    append(number.description)
  }

  /// Appends the fewest digits, at most nine, that read back as the same Float; `nan` where there is none.
  ///
  /// Between 1e-4 and 1e7 the number is one integer over a power of ten, tried with seven, eight and nine
  /// significant digits; nine always suffice for a Float. Other sizes are rare here and take the library's way.
  package mutating func append(number: Float) {
    if number.isNaN { return append("nan") }
    let magnitude = Double(number.magnitude)
    guard magnitude >= 1e-4, magnitude < 1e7 else {
      return append(number == 0 ? "0" : number.description)
    }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var leading = -4
    while leading < 6, magnitude >= Self.powers[leading + 5] { leading += 1 }
    for digits in 7...9 {
      let decimals = digits - 1 - leading
      let scale = Self.scales[decimals]
      let scaled = (magnitude * scale).rounded()
      if digits == 9 || Float(scaled / scale) == number.magnitude {
        return appendDecimal(UInt64(scaled), decimals: decimals)
      }
    }
  }

  private static let powers: [Double] = [1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]
  private static let scales: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]

  private mutating func appendDecimal(_ scaled: UInt64, decimals: Int) {
    var fraction = scaled
    var places = decimals
    while places > 0, fraction % 10 == 0 {
      fraction /= 10
      places -= 1
    }
    guard places > 0 else { return appendDigits(fraction, atLeast: 1) }
    appendDigits(fraction, atLeast: places + 1, pointBefore: places)
  }

  /// Appends at least `width` digits, with a decimal point before the last `places` of them.
  private mutating func appendDigits(_ number: UInt64, atLeast width: Int, pointBefore places: Int = 0) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
      var rest = number
      var (at, count) = (digits.count, 0)
      while rest > 0 || count < width {
        if count == places, places > 0 {
          at -= 1
          digits[at] = UInt8(ascii: ".")
        }
        at -= 1
        digits[at] = 48 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        count += 1
      }
      // At most 20 digits and a point were written, from the end; the array copies them before the room goes.
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[at...]))
    }
  }
}
