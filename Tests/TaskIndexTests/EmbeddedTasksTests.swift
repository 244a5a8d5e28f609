import Foundation
import Protocols
import Testing

@Suite("The tasks that a build embeds") struct EmbeddedTasksTests {
  @Test func `are the files under tasks, in their order`() throws {
    let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../tasks").standardized
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    let files = try names.map { name in
      try DescribedTask(yaml: Array(Data(contentsOf: folder.appending(path: name))), file: name)
    }
    let embedded = PredictionTasks.all.compactMap { $0 as? DescribedTask }
    #expect(embedded.map(\.name) == ["muscle-force", "joint-moment", "knee-ankle-moment"])
    #expect(Set(embedded.map(\.name)) == Set(files.map(\.name)))
    for file in files { #expect(embedded.contains(file), "\(file.name) is embedded as it was before") }
  }
}
