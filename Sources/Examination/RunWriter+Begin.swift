import Runs
import Tensors

extension RunWriter {
  /// Says what the run is and that this machine makes it.
  /// - Throws: ``Fault`` of kind `io`.
  func begin(threads: Int) throws {
    try begin(on: .current(threads: threads, matrixProducts: Backend.matrixProducts))
  }
}
