import Foundation
import Zoo
let arguments = CommandLine.arguments.dropFirst()
let output = arguments.first!
let names = arguments.dropFirst().map { $0 }
let text = names.map { "import \($0)\n" }.joined() + "let compiledArchitectures: [String] = [" + names.map { "\($0).name" }.joined(separator: ", ") + "]\n"

try text.write(toFile: output, atomically: true, encoding: .utf8)
