import Faults
import Formats
import Protocols

extension ZenodoRecord {
  /// A description of the record as a YAML file, with its sizes and checksums.
  ///
  /// - Parameters:
  ///   - name: the name of the cohort.
  ///   - population: whose trials it holds, which a record does not say.
  ///   - keys: the files to be named; all when empty.
  /// - Throws: ``Fault`` of kind `missing` for a file that the record does not have.
  public func description(name: String, population: String, keys: [String]) throws -> String {
    let wanted = keys.isEmpty ? files : try keys.map(file)
    func quoted(_ text: String) -> String { JSON.text(text).canonical }
    var lines = [
      "name: \(quoted(name))", "title: \(quoted(title))", "population: \(quoted(population))",
      "source: {zenodo: \(id)\(doi.map { ", doi: \(quoted($0))" } ?? "")}",
    ]
    if let license { lines.append("license: \(quoted(license))") }
    lines.append("access: everybody, as the record says")
    if let doi { lines.append("citation: \(quoted("\(title). https://doi.org/\(doi)"))") }
    lines.append("files:")
    for file in wanted {
      let task = PredictionTasks.all.first { file.key.hasSuffix("_\($0.suffix).npz") }
      let facts = [
        "key: \(quoted(file.key))", task.map { "task: \($0.name)" }, file.bytes.map { "bytes: \($0)" },
        file.md5.map { "md5: \(quoted($0))" },
      ]
      lines.append("  - {\(facts.compactMap { $0 }.joined(separator: ", "))}")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
