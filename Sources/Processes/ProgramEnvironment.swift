import Foundation

/// The environment of a program: what it needs to start, and nothing of where HipZoo keeps its state.
package enum ProgramEnvironment {
  /// What is handed on when it is set: where programs and their libraries are.
  package static let handedOn = [
    "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONUSERBASE",
    "JULIA_DEPOT_PATH", "R_LIBS_USER",
  ]

  /// Makes the variables of one call.
  ///
  /// - Parameters:
  ///   - folder: the folder that the program works in.
  ///   - mark: the value by which processes of this call are known.
  ///   - own: the environment of HipZoo.
  package static func variables(
    folder: URL, mark: String, from own: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var variables = own.filter { handedOn.contains($0.key) }
    // Python looks for a user's packages under HOME, which is another one here.
    if variables["PYTHONUSERBASE"] == nil, let home = own["HOME"], !home.isEmpty {
      let local = URL(fileURLWithPath: home).appending(path: ".local").path
      if FileManager.default.fileExists(atPath: local) { variables["PYTHONUSERBASE"] = local }
    }
    variables["HOME"] = folder.path
    variables["TMPDIR"] = folder.appending(path: "tmp").path
    variables["LANG"] = "C.UTF-8"
    // Sums of several threads may come out in another order every time.
    for library in ["OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "JULIA"] {
      variables["\(library)_NUM_THREADS"] = "1"
    }
    variables["PYTHONHASHSEED"] = "0"
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    variables["PYTHONUNBUFFERED"] = "1"
    variables[name] = mark
    return variables
  }

  /// The variable that marks the processes of a call.
  package static let name = "HIPZOO_CALL"
}
