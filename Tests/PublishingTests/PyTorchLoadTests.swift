import Foundation
import Testing

/// Weights written here, opened by the libraries that others use: `$HIPZOO_PYTHON`, else `python3`.
@Suite struct PyTorchLoadTests {
  @Test(.enabled(if: hasSafetensors, "there is no Python with torch and safetensors"))
  func loadStateDictTakesTheFileStrictly() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hipzoo-torch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "tiny.safetensors")
    try TinyZoo().bytes.write(to: file)
    let program = """
      import sys
      from safetensors.torch import load_file
      from torch import nn
      model = nn.Module()
      model.lstm = nn.LSTM(10, 4, 1, batch_first=True)
      model.fc = nn.Linear(4, 3)
      model.load_state_dict(load_file(sys.argv[1]), strict=True)
      """
    #expect(try python(program, file.path) == 0)
  }
}

private let hasSafetensors = (try? python("import torch, safetensors.torch", "")) == 0

/// Runs a Python program and returns its exit status.
private func python(_ program: String, _ argument: String) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  let name = ProcessInfo.processInfo.environment["HIPZOO_PYTHON"] ?? "python3"
  process.arguments = [name, "-c", program, argument]
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}
