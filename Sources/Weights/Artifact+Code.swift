import Zoo

extension Artifact {
  /// What has to be said where the code that predicts is not the code that trained; nil where it is, or where the file does
  /// not tell, as that of a checkpoint from elsewhere.
  public func changedCode(_ code: CodeDigests) -> String? {
    guard let trained = provenance["code_sha256"], let now = try? code.digest(of: architecture) else { return nil }
    let engine = provenance["engine"] ?? "unknown"
    guard trained != now || engine != String(engineVersion) else { return nil }
    return trained != now
      ? "the weights '\(entry)' were trained with other code of \(architecture) (\(trained.prefix(8)), now \(now.prefix(8))): "
        + "what they predict now is not what was examined then"
      : "the weights '\(entry)' were trained by version \(engine) of the engine, this is version \(engineVersion): what they "
        + "predict now is not what was examined then"
  }
}
