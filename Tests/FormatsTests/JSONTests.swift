import Formats
import Protocols
import TestSupport
import Testing

@Suite("Canonical JSON") struct JSONTests {
  @Test(arguments: [
    ("{b: 1, a: [x, 'y', true, ~], B: null}", #"{"B":null,"a":["x","y",true,null],"b":1}"#),
    ("[0, -0.0, 1.0, 0.10, 1e-4, 1E2, 1.5e300, 123456789012345678, 0.1]", nil),
    ("[yes, 010, .inf, '1', 1e999]", #"["yes","010",".inf","1","1e999"]"#),
    (#"["a\"b\\c/d", "ü", "😀"]"#, #"["a\"b\\c/d","ü","😀"]"#),
    ("{}", "{}"),
  ])
  func `has one spelling`(_ yaml: String, _ json: String?) throws {
    let expected = json ?? "[0,0,1,0.1,0.0001,100,1.5e+300,123456789012345678,0.1]"
    #expect(try Node(yaml: yaml, file: "f").canonicalJSON == expected)
  }

  @Test func `escapes what would steer a terminal`() {
    let node: Node = ["\u{2028}\u{7}\u{7F}"]
    #expect(node.canonicalJSON == #"["\u2028\u0007\u007f"]"#)
  }

  @Test func `reads back to itself`() throws {
    let node: Node = [
      "text": "\u{0}\n\r\t\u{85}\u{2028}\u{FEFF} é \"\\", "empty": "", "list": [1, 0.1, true, []],
      "digits": "010",
    ]
    let json = node.canonicalJSON
    #expect(try Node(json: json, file: "x.safetensors").canonicalJSON == json)
  }

  @Test func `is printed as YAML that says the same`() throws {
    let json = #"{"a":{"d":[1,"no","true",{"x":"y z"}],"c":"hold-out"},"b":{},"true":"1e-4","z":0.1}"#
    let yaml = try JSON(json).yaml
    #expect(
      yaml == """
        a:
          c: hold-out
          d: [1, no, "true", {"x":"y z"}]
        b: {}
        "true": "1e-4"
        z: 0.1
        """)
    #expect(try Node(yaml: yaml, file: "f").canonicalJSON == JSON(json).canonical)
  }

  @Test(arguments: [
    (
      #"{"a": 1, "a": 2}"#,
      "x.safetensors: is no JSON: it has the key 'a' twice at byte 15."
    ),
    (#"{"a": "#, "x.safetensors: is no JSON: it ends too early at byte 6."),
    ("", "x.safetensors: is no JSON: it ends too early at byte 0."),
  ])
  func `in other files is refused by the same rules, named by its file`(_ json: String, _ expected: String) {
    #expect(message { _ = try Node(json: json, file: "x.safetensors") } == expected)
  }

  @Test func `is refused as settings with the file's name`() throws {
    let settings = try Settings(Node(json: #"{"hidden": -1}"#, file: "x.safetensors"))
    #expect(
      message { _ = try settings.integer("hidden", in: 1...9) }
        == "x.safetensors: 'hidden' is -1, expected a whole number from 1 to 9.")
  }
}
