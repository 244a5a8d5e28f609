import Tensors
import Testing

@Suite("Shapes that do not fit")
struct ShapeFaultTests {
  @Test(
    "end the process with one sentence and status 65, in a release build too", arguments: Misfit.all.indices)
  func sentence(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .exitCode(65), observing: [\.standardErrorContent]) { [index] in
      Misfit.all[index].run()
    }
    let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).split(separator: "\n")
    #expect(lines == ["shape fault: \(Misfit.all[index].sentence)"])
  }

  @Test("are found in what another process has written")
  func parsing() throws {
    let fault = try #require(ShapeFault(line: "shape fault: matmul: [2, 3] times [4, 5]."))
    #expect(fault.sentence == "matmul: [2, 3] times [4, 5]." && ShapeFault(line: fault.description) == fault)
    #expect(ShapeFault(line: "another line: shape fault: x") == nil && ShapeFault.exitStatus == 65)
  }

  @Test("in a weights file are listed, not fatal")
  func weights() {
    let scope = Scope(weights: [Weight(name: "w", shape: [2, 2], values: [1, 2, 3])])
    #expect(scope.parameter("w", [2, 2], .constant(0)).values == [0, 0, 0, 0])
    #expect(scope.problems == ["'w' holds 3 numbers, its shape [2, 2] takes 4"])
  }
}
