public struct Mamba { public static var name: String { "Mamba" } }
