import Faults
import Formats
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  complain("usage: architecture-index OUTPUT PACKAGE-FOLDER [ARCHITECTURE...]")
  exit(Fault.Kind.usage.rawValue)
}
let index = Index(
  root: URL(fileURLWithPath: arguments[1], isDirectory: true), architectures: Array(arguments[2...]))
let faults = index.faults
guard faults.isEmpty else {
  for fault in faults { complain(fault) }
  exit(1)
}
do {
  // A file that is written again is compiled again.
  let (url, bytes) = (URL(fileURLWithPath: arguments[0]), Data(index.source.utf8))
  if (try? Data(contentsOf: url)) != bytes { try bytes.write(to: url, options: .atomic) }
} catch {
  complain("\(arguments[0]): error: it cannot be written: \(error.localizedDescription)")
  exit(Fault.Kind.io.rawValue)
}

func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
