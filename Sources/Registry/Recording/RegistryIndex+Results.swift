import Runs

extension RegistryIndex {
  /// Indexes the results that a repository keeps, in memory.
  ///
  /// - Throws: ``Fault`` naming the file that is no result.
  public init(of results: ResultFolder) throws {
    let home = HomeFolder(results.url.path)
    let runs = try results.results().map { file, result in try FinishedRun(result, of: file, in: home) }
    self.home = home
    file = try RegistryFile(home.registry, inMemory: true)
    _ = try record(runs)
  }
}
