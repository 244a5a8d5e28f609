import Fixtures
import Foundation
import TestSupport
import Testing

@Suite("A program that was trained here") struct TrainedProgramTests {
  private static let program = #"""
    set -eu
    if [ "$1" = fit ]; then
      env -i setsid sh -c 'sleep 72011 & sleep 72012' & sleep 0.2
      echo learnt > model/a; exit 0
    fi
    trials=$(sed 's/.*"trials":\([0-9]*\).*/\1/' call.json)
    header="{\"predictions\":{\"dtype\":\"F32\",\"shape\":[$trials,180,3],\"data_offsets\":[0,$((trials * 2160))]}}"
    printf "\\$(printf %03o $((${#header} % 256)))\\000\\000\\000\\000\\000\\000\\000" > predictions.safetensors
    printf %s "$header" >> predictions.safetensors
    head -c $((trials * 2160)) /dev/zero >> predictions.safetensors

    """#

  @Test func `predicts and is evaluated, and says why it is not adapted`() throws {
    try Workshop.open { shop in
      let quick = try String(contentsOf: Fixtures.url("../../protocols/quick.yaml").standardized, encoding: .utf8)
      let tiny = quick.replacing("name: quick", with: "name: tiny").replacing(
        "trials_per_cadence: 2", with: "trials_per_cadence: 1")
      try Data(tiny.utf8).write(to: shop.url("tiny.yaml"))
      try shop.write("name: outside\ntask: joint-moment\nprocess: {command: [sh, x.sh]}\n", to: "outside.yaml")
      try shop.write(Self.program, to: "x.sh")
      try shop.run("cohort", "synthesize", "--output", "c", "--subjects", "8", "--patients", "2").expectSuccess()
      func command(_ words: String) throws -> Command {
        try Command(words.split(separator: " ").map(String.init) + ["--zoo", "more"], in: shop.folder)
      }
      let predict = "predict outside --input c/synthetic-healthy_JM60.npz --output o.csv"
      let before = try command(predict)
      before.expectFailure(66, "No run in .hipzoo/runs holds what 'outside' learns", "hipzoo train outside")

      let trained = try command("train outside --protocol tiny.yaml --cohort c --quiet")
      #expect(trained.status == 0, "\(trained.errors)")
      // Neither their group nor their environment tells whose they are; the command inherited them.
      #expect(!isRunning("sleep 72011") && !isRunning("sleep 72012"))
      let run = try #require(
        FileManager.default.contentsOfDirectory(atPath: shop.url(".hipzoo/runs").path).first {
          $0.hasPrefix("outside-")
        })
      #expect(trained.output.contains("hipzoo predict \(run)"), "\(trained.output)")
      for words in [predict, predict.replacing("outside", with: run)] {
        let predicted = try command(words)
        #expect(
          predicted.status == 0 && predicted.errors.contains("learnt in .hipzoo/runs/\(run)"), "\(predicted.errors)")
        #expect(try shop.table("o.csv").count > 180)
        try FileManager.default.removeItem(at: shop.url("o.csv"))
      }
      // Those it learnt from are known and left out; nothing of the sealed run has changed.
      let evaluated = try command("evaluate outside --cohort c/synthetic-healthy_JM60.npz")
      #expect(evaluated.status == 0 && evaluated.errors.contains("left out: the weights were trained on them"))
      let all = try command("evaluate outside --cohort c/synthetic-healthy_JM60.npz --seen refuse")
      #expect(all.status == 65, "\(all.errors)")
      let board = try command("leaderboard")
      #expect(board.status == 0 && board.errors.isEmpty, "\(board.errors)")
      let tuned = try command("finetune outside --cohort c/synthetic-healthy_JM60.npz")
      #expect(tuned.status == 66 && tuned.errors.contains("It is a program"), "\(tuned.errors)")

      // Another program is another entry, which has learnt nothing yet.
      try shop.write(Self.program + "# changed\n", to: "x.sh")
      try command(predict).expectFailure(66, "(1 run of other code or another configuration)")
    }
  }
}
