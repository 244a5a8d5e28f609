#if PLAIN
  import Foundation
  import Readers

  /// Feeds a reader with mutated seeds: `fuzz READER INPUTS SEED [FOLDER]`.
  @main
  struct Plain {
    static func main() throws {
      let words = Array(CommandLine.arguments.dropFirst())
      if words.first == "--list" { return readers.forEach { print($0.name, $0.longest) } }
      if words.first == "--seeds", words.count > 1 { exit(writeSeeds(to: words[1])) }
      guard words.count >= 3, let reader = readers.first(where: { $0.name == words[0] }), let count = Int(words[1]),
        let seed = UInt64(words[2])
      else {
        FileHandle.standardError.write(Data("fuzz: READER INPUTS SEED [FOLDER] are expected.\n".utf8))
        exit(64)
      }
      var corpus = try reader.seeds()
      if words.count > 3 {
        let folder = URL(filePath: words[3])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
          corpus.append([UInt8](try Data(contentsOf: folder.appending(path: name))))
        }
      }
      var mutator = Mutator(seed: seed, corpus: corpus)
      for number in 0..<count {
        let input = mutator.next()
        // What ends the process is found by running its number again with FUZZ_STOP.
        if ProcessInfo.processInfo.environment["FUZZ_STOP"] == "\(number)" {
          try Data(input).write(to: URL(filePath: "crash-\(reader.name)-\(number)"))
        }
        reader.take(input)
        if number % 100_000 == 99_999 { print("\(reader.name): \(number + 1)") }
      }
      print("\(reader.name): \(count) inputs, none ended it")
    }
  }

  /// Changes files a little: bytes, lengths, pieces of other files; the same seed gives the same files.
  struct Mutator {
    private var state: UInt64
    private let corpus: [[UInt8]]
    private static let odd: [UInt64] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 1 << 63 - 1, 1 << 63, .max]

    init(seed: UInt64, corpus: [[UInt8]]) {
      state = seed
      self.corpus = corpus.isEmpty ? [[]] : corpus
    }

    private mutating func draw(_ count: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ mixed >> 31) % UInt64(max(count, 1)))
    }

    mutating func next() -> [UInt8] {
      var bytes = corpus[draw(corpus.count)]
      for _ in 0...draw(4) {
        let place = draw(bytes.count + 1)
        switch draw(7) {
        case 0 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] ^= 1 << UInt8(draw(8))
        case 1 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] = UInt8(draw(256))
        case 2: bytes.removeLast(draw(bytes.count + 1))
        case 3: bytes.removeSubrange(place..<min(place + draw(16), bytes.count))
        case 4:
          let other = corpus[draw(corpus.count)]
          let start = draw(other.count + 1)
          bytes.insert(contentsOf: other[start..<min(start + draw(64), other.count)], at: place)
        case 5:
          let number = Self.odd[draw(Self.odd.count)]
          let width = [1, 2, 4, 8][draw(4)]
          for index in 0..<width where place + index < bytes.count {
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
          }
        default: bytes.insert(contentsOf: Array(String(Self.odd[draw(Self.odd.count)]).utf8), at: place)
        }
      }
      return bytes
    }
  }
#endif
