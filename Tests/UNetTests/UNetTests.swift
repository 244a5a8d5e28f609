import Conformance
import Foundation
import Protocols
import Tensors
import Testing
import UNet
import Zoo

@Suite("The example of a U-Net over the cycle") struct UNetTests {
  private static let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../examples/UNet").standardized

  @Test func `conforms`() {
    let found = ConformanceKit(of: UNet.self, ["channels": 3, "kernel": 3, "dropout": 0.2]).violations()
    #expect(found.isEmpty, "\(found)")
  }

  @Test(arguments: ["jm60", "mf60"]) func `has manifests that can be read`(_ task: String) throws {
    let file = "unet-\(task).yaml"
    let manifest = try Manifest(yaml: Array(Data(contentsOf: Self.folder.appending(path: file))), file: file)
    let parameters = try manifest.configured(among: [UNet.self]).parameters(of: manifest.task)
    #expect(parameters.names.contains("up.1.conv1.weight") && parameters.count > 50_000)
  }

  @Test func `turns with a cycle that is turned by as many frames as its lowest level joins`() throws {
    let settings = try Settings(["channels": 3, "kernel": 3, "dropout": 0.0])
    let model = try UNet(settings).model(inputs: 2, outputs: 3, in: Scope(seed: 1))
    let x = Tensor((0..<32).map { sin(Float($0 * $0)) }, shape: [1, 16, 2])
    func turned(_ x: Tensor) -> Tensor {
      let parts = x.split(axis: 1, sizes: [4, 12])
      return .concatenated([parts[1], parts[0]], axis: 1)
    }
    let (first, second) = (turned(model(x, .evaluation)), model(turned(x), .evaluation))
    #expect(zip(first.values, second.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
