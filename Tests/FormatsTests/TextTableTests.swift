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

  @Test func `leaves out in a narrow terminal what matters least, and says so`() {
    #expect(table.lines(width: nil, least: ["origin"]) == table.lines)
    #expect(table.lines(width: 25, least: ["RMSE", "origin"]) == table.lines)
    #expect(
      table.lines(width: 20, least: ["RMSE", "origin"]) == [
        "entry       RMSE", "lstm|mf60    1.5", "b          10.25", "no room for: origin",
      ])
    #expect(
      table.lines(width: 5, least: ["RMSE", "origin"]) == [
        "entry", "lstm|mf60", "b", "no", "room", "for:", "RMSE,", "origin",
      ])
  }

  @Test func `breaks sentences between words`() {
    #expect(TextTable.wrapped("one two three", width: nil) == ["one two three"])
    #expect(TextTable.wrapped("one two three four", width: 9) == ["one two", "three", "four"])
    #expect(TextTable.wrapped("a-word-that-is-too-long b", width: 5) == ["a-word-that-is-too-long", "b"])
  }

  @Test func `Markdown escapes what would end a cell`() {
    #expect(
      table.markdown == [
        "| entry | RMSE | origin |", "| --- | --- | --- |", "| lstm\\|mf60 | 1.5 | trained |", "| b | 10.25 |  |",
      ])
  }
}
