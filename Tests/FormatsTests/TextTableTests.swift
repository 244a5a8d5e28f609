import Formats
import Testing

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable(["entry", "RMSE", "origin"], numbers: [1])
    table.add(["lstm|mf60", "1.5", "trained"])
    table.add(["b", "10.25", ""])
    return table
  }

  @Test func `columns are as wide as their longest cell, numbers at the right, nothing behind the last`() {
    #expect(table.lines == ["entry       RMSE  origin", "lstm|mf60    1.5  trained", "b          10.25"])
  }

  @Test func `Markdown escapes what would end a cell`() {
    #expect(
      table.markdown == [
        "| entry | RMSE | origin |", "| --- | --- | --- |", "| lstm\\|mf60 | 1.5 | trained |", "| b | 10.25 |  |",
      ])
  }
}
