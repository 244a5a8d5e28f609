import Runs
import Tensors

extension RunFolder {
  /// Says what the run is and that this machine makes it.
  /// - Throws: ``Fault`` of kind `io`.
  func begin(_ description: RunDescription, threads: Int) throws {
    try begin(description, on: .current(threads: threads, matrixProducts: Backend.matrixProducts))
  }
}
