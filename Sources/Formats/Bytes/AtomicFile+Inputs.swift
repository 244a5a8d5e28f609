import Faults
import Foundation

extension AtomicFile {
  /// Refuses to write over a file that is read, also where a link leads to it.
  ///
  /// - Throws: ``Fault`` (usage) when the output is one of the inputs.
  public static func refuse(output: URL, onInputs inputs: [URL]) throws {
    // What is not there yet is no file that could be read.
    guard let number = number(output) else { return }
    for input in inputs where self.number(input) == number {
      throw Fault(
        .usage, at: .file(output.relativePath),
        "this is the input \(input.relativePath), which would be lost; name another file to write.")
    }
  }

  /// What tells a file from every other one, whatever names lead to it.
  private static func number(_ url: URL) -> [UInt64]? {
    var status = stat()
    guard stat(url.path(percentEncoded: false), &status) == 0 else { return nil }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }
}
