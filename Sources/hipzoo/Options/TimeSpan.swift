import ArgumentParser

/// A span of time as people write it: `55m`, `20s`, `2h`, or seconds without a letter.
struct TimeSpan: ExpressibleByArgument {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    let units = ["ms": 0.001, "s": 1.0, "m": 60, "h": 3600, "d": 86_400]
    let letters = argument.reversed().prefix { $0.isLetter }.reversed()
    let unit = letters.isEmpty ? 1 : units[String(letters)]
    guard let unit, let number = Double(argument.dropLast(letters.count)), number.isFinite, number >= 0,
      number * unit <= 31_536_000
    else { return nil }
    seconds = number * unit
  }

  var defaultValueDescription: String { seconds >= 60 ? "\(Int(seconds / 60))m" : "\(Int(seconds))s" }
}
