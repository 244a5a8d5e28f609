public struct LSTM { public static var name: String { "LSTM" } }
