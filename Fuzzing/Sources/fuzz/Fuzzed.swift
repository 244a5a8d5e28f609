#if !PLAIN
  import CLibFuzzer
  import Foundation
  import Readers

  /// The reader of `FUZZ_READER`, which every process feeds one of.
  private let chosen = ProcessInfo.processInfo.environment["FUZZ_READER"].flatMap { name in
    readers.first { $0.name == name }
  }

  /// The program; SwiftPM names it so, and libFuzzer brings a `main` of its own that would leave no choice of reader.
  @_cdecl("fuzz_main")
  public func fuzzMain(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32 {
    var (count, words) = (count, words)
    if CommandLine.arguments.dropFirst().first == "--list" {
      readers.forEach { print($0.name, $0.longest) }
      return 0
    }
    if let place = CommandLine.arguments.firstIndex(of: "--seeds"), CommandLine.arguments.count > place + 1 {
      return writeSeeds(to: CommandLine.arguments[place + 1])
    }
    guard chosen != nil else {
      FileHandle.standardError.write(Data("fuzz: name a reader in FUZZ_READER; --list names them.\n".utf8))
      return 64
    }
    return LLVMFuzzerRunDriver(&count, &words) { bytes, size in
      // libFuzzer keeps the bytes while the input is read, and no longer; the copy is ours.
      chosen?.take([UInt8](UnsafeBufferPointer(start: bytes, count: size)))
      return 0
    }
  }
#endif
