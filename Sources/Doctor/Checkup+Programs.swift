import Foundation
import Protocols

extension Checkup {
  /// The programs of process entries, and the Python that the examples among them need.
  func programs() -> [CheckResult] {
    let python = python()
    let entries = entries.compactMap { entry -> (Manifest, String)? in
      guard case .process(let command, _) = entry.implementation, let program = command.first else { return nil }
      return (entry, program)
    }
    let missing = entries.compactMap { entry, program -> CheckResult? in
      let isThere =
        program.contains("/")
        ? entry.folder.map { isExecutable(program, in: $0) } ?? program.hasPrefix("/") : Program.isOnPath(program)
      return isThere
        ? nil
        : .wrong(
          "program", .missing, "'\(entry.name)' calls '\(program)', which is not there or may not be run",
          "Install it, make it executable, or leave the entry out.")
    }
    let running = entries.map(\.0.name).joined(separator: ", ")
    return [python] + (missing.isEmpty && !entries.isEmpty ? [.well("programs", "of \(running)")] : missing)
  }

  private func isExecutable(_ program: String, in folder: URL) -> Bool {
    FileManager.default.isExecutableFile(
      atPath: program.hasPrefix("/") ? program : folder.appending(path: program).path)
  }

  private func python() -> CheckResult {
    let question = """
      import importlib.util, platform
      names = [name for name in ("numpy", "torch") if importlib.util.find_spec(name)]
      print(platform.python_version(), *names)
      """
    guard let answer = Program.output(["python3", "-c", question]) else {
      return .note(
        "python", "there is no 'python3' on PATH", "Only process entries in Python need it, such as examples/ridge.")
    }
    let words = answer.split(whereSeparator: \.isWhitespace).map(String.init)
    let version = words.first ?? "?"
    guard words.contains("numpy") else {
      return .note(
        "python", "Python \(version) without NumPy", "examples/ridge needs it: python3 -m pip install numpy.")
    }
    let torch = words.contains("torch") ? " and PyTorch" : "; examples/torch-gru would need PyTorch"
    return .well("python", "Python \(version) with NumPy\(torch)")
  }
}
