public struct Transformer { public static var name: String { "Transformer" } }
