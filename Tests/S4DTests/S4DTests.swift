import Conformance
import Foundation
import Protocols
import S4D
import Tensors
import Testing
import Zoo

@Suite("The example of diagonal state-space layers") struct S4DTests {
  private static let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../examples/S4D").standardized

  @Test func `conforms`() {
    let found = ConformanceKit(of: S4D.self, ["d_model": 3, "d_state": 2, "layers": 2, "dropout": 0.2]).violations()
    #expect(found.isEmpty, "\(found)")
  }

  @Test(arguments: ["jm60", "mf60"]) func `has manifests that can be read`(_ task: String) throws {
    let file = "s4d-\(task).yaml"
    let manifest = try Manifest(yaml: Array(Data(contentsOf: Self.folder.appending(path: file))), file: file)
    let parameters = try manifest.configured(among: [S4D.self]).parameters(of: manifest.task)
    #expect(parameters.names.contains("layers.2.kernel.A_imag") && parameters.count > 20_000)
  }

  /// The system itself, in complex float64: a state that every frame multiplies and adds to, read out by C.
  @Test func `has the response of the recurrence that the paper discretises`() {
    let (features, states, frames) = (3, 4, 60)
    let scope = Scope(seed: 5)
    let response = DiagonalKernel(features, states: states, in: scope)(frames)
    var numbers = [String: [Double]]()
    for weight in scope.parameters.weights { numbers[weight.name] = weight.values.map(Double.init) }
    let (c, dt) = (numbers["C"] ?? [], (numbers["log_dt"] ?? []).map { exp($0) })
    let (a, b) = ((numbers["log_A_real"] ?? []).map { -exp($0) }, numbers["A_imag"] ?? [])
    for feature in 0..<features {
      var expected = [Double](repeating: 0, count: frames)
      for n in feature * states..<(feature + 1) * states {
        let (p, q) = (a[n] * dt[feature], b[n] * dt[feature])
        let (u, v) = (exp(p) * cos(q) - 1, exp(p) * sin(q))
        let size = a[n] * a[n] + b[n] * b[n]
        // An impulse in the first frame leaves this state.
        var (real, imaginary) = ((u * a[n] + v * b[n]) / size, (v * a[n] - u * b[n]) / size)
        for frame in 0..<frames {
          expected[frame] += 2 * (c[2 * n] * real - c[2 * n + 1] * imaginary)
          (real, imaginary) = (
            real * exp(p) * cos(q) - imaginary * exp(p) * sin(q), real * exp(p) * sin(q) + imaginary * exp(p) * cos(q)
          )
        }
      }
      let found = response[feature].values
      let scale = expected.map(abs).max() ?? 1
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 2e-4 * scale }, "feature \(feature)")
    }
  }
}
