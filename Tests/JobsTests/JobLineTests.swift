import Jobs
import Testing

@Suite("The line of a running job") struct JobLineTests {
  private let job = "gru-mf60-quick-s2025-010cf498/fold-1"
  private let details = ["epoch 13 of 30", "loss 2.7597", "validation 3.3578 (best epoch 13)"]

  private func line(_ width: Int) -> String {
    JobLine.text(job: job, details: details, left: "at most 17 s left", width: width)
  }

  @Test func `says all where there is room`() {
    #expect(
      line(160)
        == "  gru-mf60-quick-s2025-010cf498/fold-1: epoch 13 of 30, loss 2.7597, validation 3.3578 (best epoch 13), "
        + "at most 17 s left")
  }

  @Test(arguments: 40...160) func `keeps the entry, the epoch and the time left`(width: Int) {
    let line = line(width)
    #expect(line.count <= width)
    guard width >= 60 else { return }
    #expect(line.hasPrefix("  gru-mf60-") && line.contains("/fold-1: epoch 13 of 30"), "\(line)")
    #expect(line.hasSuffix(", at most 17 s left"), "\(line)")
  }

  @Test func `of eighty columns shows the loss, too`() {
    #expect(line(79) == "  gru-mf60-quick-s2025-~/fold-1: epoch 13 of 30, loss 2.7597, at most 17 s left")
  }

  @Test func `has no time left where nobody knows it`() {
    #expect(JobLine.text(job: "walk/scale", details: ["starts"], left: nil, width: 79) == "  walk/scale: starts")
  }
}
