import Foundation

/// A short question to another program.
enum Program {
  /// What a program prints; nil when it is not there, fails or takes more than 20 seconds.
  static func output(_ words: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let number = process.processIdentifier
    let limit = DispatchWorkItem { kill(number, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: limit)
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    limit.cancel()
    guard process.terminationStatus == 0, process.terminationReason == .exit else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// Whether a name is that of a program on `PATH`.
  static func isOnPath(_ name: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }
}
