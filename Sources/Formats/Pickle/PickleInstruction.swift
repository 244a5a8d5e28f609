/// The instructions of a pickle that build plain values; Python's documentation of `pickletools` describes them.
enum PickleInstruction: UInt8 {
  case protocolNumber = 0x80
  case frame = 0x95
  case stop = 0x2E

  case none = 0x4E
  case `true` = 0x88
  case `false` = 0x89
  case int32 = 0x4A
  case uint8 = 0x4B
  case uint16 = 0x4D
  case long = 0x8A
  case real = 0x47
  case text = 0x58
  case shortText = 0x8C
  case bytes = 0x42
  case shortBytes = 0x43
  case shortString = 0x55

  case mark = 0x28
  case emptyTuple = 0x29
  case tuple = 0x74
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyList = 0x5D
  case append = 0x61
  case appends = 0x65
  case emptyDictionary = 0x7D
  case setItem = 0x73
  case setItems = 0x75

  case put = 0x71
  case longPut = 0x72
  case memoize = 0x94
  case get = 0x68
  case longGet = 0x6A

  case global = 0x63
  case stackGlobal = 0x93
  case persistent = 0x51
  case reduce = 0x52
  case build = 0x62

  // Instructions that no plain value needs, for readers that keep what they do not know.
  case pop = 0x30
  case popMark = 0x31
  case duplicate = 0x32
  case wideLong = 0x8B
  case wideText = 0x8D
  case wideBytes = 0x8E
  case byteArray = 0x96
  case newObject = 0x81
  case newObjectWithNames = 0x92
  case emptySet = 0x8F
  case addItems = 0x90
  case frozenSet = 0x91
  case extension1 = 0x82
  case extension2 = 0x83
  case extension4 = 0x84

  /// Whether plain values need it.
  var isPlain: Bool {
    switch self {
    case .pop, .popMark, .duplicate, .wideLong, .wideText, .wideBytes, .byteArray, .newObject, .newObjectWithNames,
      .emptySet, .addItems, .frozenSet, .extension1, .extension2, .extension4:
      false
    default: true
    }
  }
}
