import Runs
import Tensors

extension RunWriter {
  /// Says what the run is and that this machine makes it.
  /// - Throws: ``Fault`` of kind `io`.
  ///
  /// - Parameters:
  ///   - threads: the threads of each job.
  ///   - sandbox: the walls that a program runs in.
  func begin(threads: Int, sandbox: String? = nil) throws {
    try begin(on: .current(threads: threads, matrixProducts: Backend.matrixProducts), sandbox: sandbox)
  }
}
