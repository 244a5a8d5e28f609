import Foundation

/// Whether a process with these words is running, wherever its program lies.
public func isRunning(_ words: String) -> Bool {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return names.contains { name in
    guard Int(name) != nil, let file = fopen("/proc/\(name)/cmdline", "r") else { return false }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    var line = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\0").map(String.init)
    if let program = line.first?.split(separator: "/").last { line[0] = String(program) }
    return line.joined(separator: " ") == words
  }
}

/// Waits until something holds; false when it does not after some thousand looks.
public func waits(for isTrue: () -> Bool) -> Bool {
  for _ in 0..<3000 {
    if isTrue() { return true }
    usleep(10_000)
  }
  return false
}
