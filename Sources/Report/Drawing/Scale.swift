import Foundation

/// Maps the numbers of an axis to places in a drawing.
package struct Scale: Sendable {
  /// The numbers that the axis shows.
  package let domain: ClosedRange<Double>
  /// Where the two ends of the domain are drawn.
  let range: (from: Double, to: Double)
  /// Whether equal distances are equal ratios.
  let isLogarithmic: Bool

  /// Makes a scale whose ends are round numbers around what is to be shown.
  ///
  /// - Parameters:
  ///   - numbers: what is to be shown; those that are not finite, and with a logarithm not positive, are left out.
  ///   - range: where the two ends are drawn.
  ///   - isRounded: whether the ends move outwards to round numbers.
  package init(
    over numbers: some Sequence<Double>, to range: (from: Double, to: Double), isLogarithmic: Bool = false,
    isRounded: Bool = true
  ) {
    let shown = numbers.filter { $0.isFinite && abs($0) < 1e12 && (!isLogarithmic || $0 > 1e-12) }
    let low = shown.min() ?? (isLogarithmic ? 1 : 0)
    let high = shown.max() ?? 1
    if isLogarithmic {
      domain = low < high ? low / 1.15...high * 1.15 : low / 2...low * 2
    } else {
      let (from, to) = low < high ? (low, high) : (low - Self.room(low), high + Self.room(low))
      domain = isRounded ? Self.rounded(from...to) : from...to
    }
    self.range = range
    self.isLogarithmic = isLogarithmic
  }

  /// Where a number is drawn; a number outside the domain is drawn at its end.
  package func callAsFunction(_ number: Double) -> Double {
    let inside = min(max(number.isFinite ? number : domain.lowerBound, domain.lowerBound), domain.upperBound)
    let share =
      isLogarithmic
      ? log(inside / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      : (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return range.from + share * (range.to - range.from)
  }

  /// The round numbers that are marked.
  package var ticks: [Double] {
    guard isLogarithmic, !isNarrow else {
      let step = Self.step(domain.upperBound - domain.lowerBound, about: 4)
      let first = (domain.lowerBound / step - 1e-9).rounded(.up)
      let last = (domain.upperBound / step + 1e-9).rounded(.down)
      return stride(from: first, through: last, by: 1).map { $0 * step }
    }
    let all = ratios
    return all.count <= 6 ? all : all.filter { abs(log10($0) - log10($0).rounded()) < 1e-9 }
  }

  /// One, two and five times the powers of ten in the domain.
  private var ratios: [Double] {
    let powers = Int(floor(log10(domain.lowerBound)))...Int(ceil(log10(domain.upperBound)))
    return powers.flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }.filter(domain.contains)
  }

  /// Whether so few powers are in a logarithmic domain that nobody could read a number from them.
  private var isNarrow: Bool { isLogarithmic && ratios.count < 3 }

  /// The text of a tick: as many decimals as the ticks need to differ.
  package func text(of tick: Double) -> String {
    if isLogarithmic, !isNarrow {
      if tick >= 1e6 { return "\(NumberText.fixed(tick / 1e6, tick < 1e7 && tick != 1e6 ? 1 : 0))M" }
      if tick >= 1e3 { return "\(NumberText.fixed(tick / 1e3, 0))k" }
      return NumberText.fixed(tick, max(0, -Int(floor(log10(tick)))))
    }
    let step = Self.step(domain.upperBound - domain.lowerBound, about: 4)
    if isLogarithmic, step >= 1e3 { return "\(NumberText.fixed(tick / 1e3, 0))k" }
    return NumberText.fixed(tick == 0 ? 0 : tick, max(0, -Int(floor(log10(step) + 1e-9))))
  }

  /// The room on both sides of a single number.
  private static func room(_ number: Double) -> Double { number == 0 ? 0.5 : abs(number) / 2 }

  /// A domain widened until both ends are ticks: a wider one may have wider steps.
  private static func rounded(_ domain: ClosedRange<Double>) -> ClosedRange<Double> {
    var (domain, last) = (domain, 0.0)
    while true {
      let step = step(domain.upperBound - domain.lowerBound, about: 4)
      guard step > last else { return domain }
      last = step
      domain =
        (domain.lowerBound / step + 1e-9).rounded(.down) * step...(domain.upperBound / step - 1e-9).rounded(.up) * step
    }
  }

  /// A step of 1, 2 or 5 times a power of ten that divides a length into about so many parts.
  private static func step(_ length: Double, about parts: Double) -> Double {
    let rough = length / parts
    guard rough > 0, rough.isFinite else { return 1 }
    let power = pow(10, floor(log10(rough)))
    let factor = rough / power
    return (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power
  }
}
