import Foundation

/// A ZIP archive of stored files, made by hand: its lengths and checksums are right whatever the files hold.
///
/// libzip makes such an archive, too, and takes longer than most readers do to read it.
func storedArchive(_ files: [(name: String, bytes: ArraySlice<UInt8>)]) -> Data {
  var (body, directory) = ([UInt8](), [UInt8]())
  func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  for (name, bytes) in files {
    // Version 2.0, no flags, stored, 1 January 1980.
    var middle: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]
    for (value, width) in [(Int(checksum(bytes)), 4), (bytes.count, 4), (bytes.count, 4), (name.utf8.count, 2), (0, 2)]
    {
      middle += number(value, width)
    }
    directory += [0x50, 0x4B, 1, 2, 20, 0] as [UInt8]
    directory += middle
    directory += number(0, 10)
    directory += number(body.count, 4)
    directory += name.utf8
    body += [0x50, 0x4B, 3, 4] as [UInt8]
    body += middle
    body += name.utf8
    body += bytes
  }
  var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
  for (value, width) in [(files.count, 2), (files.count, 2), (directory.count, 4), (body.count, 4), (0, 2)] {
    end += number(value, width)
  }
  return Data(body + directory + end)
}

/// CRC-32 (ISO 3309), a byte at a time.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var sum: UInt32 = ~0
  for byte in bytes { sum = checksums[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
  return ~sum
}

private let checksums: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { (sum: UInt32, _) -> UInt32 in sum >> 1 ^ (sum & 1) * 0xEDB8_8320 }
}

/// The arrays of a cohort, by the first byte of each piece of an input: a piece has two bytes of length after that.
private let arrays = ["X", "Y", "subject_id", "weight_kg", "height_m", "speed_label", "in_cols", "out_cols"]

/// An archive of the pieces of an input, which lengths and checksums would keep a mutator from.
func cohortArchive(_ bytes: [UInt8]) -> Data {
  var (files, rest) = ([(String, ArraySlice<UInt8>)](), bytes[...])
  while rest.count > 3, files.count < 2 * arrays.count {
    let (key, length) = (
      Int(rest[rest.startIndex]), Int(rest[rest.startIndex + 1]) + Int(rest[rest.startIndex + 2]) << 8
    )
    files.append((arrays[key % arrays.count] + ".npy", rest.dropFirst(3).prefix(length)))
    rest = rest.dropFirst(3 + length)
  }
  return storedArchive(files)
}

/// Cohorts of one and two trials in as few bytes as an array can have them.
func cohortSeeds() -> [[UInt8]] {
  func array(_ type: String, _ shape: String, _ body: [UInt8]) -> [UInt8] {
    let head = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0] + Array(head.utf8) + body
  }
  func texts(_ words: [String]) -> [UInt8] {
    let width = words.map(\.utf8.count).max() ?? 1
    let body = words.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: width - $0.utf8.count) }
    return array("|S\(width)", "\(words.count),", body)
  }
  let inputs = [
    "hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "hip_flexion_l", "hip_adduction_l", "hip_rotation_l",
    "knee_angle_r", "ankle_angle_r", "knee_angle_l", "ankle_angle_l",
  ]
  let outputs = ["hip_flexion_r_moment", "hip_adduction_r_moment", "hip_rotation_r_moment"]
  return [1, 2].map { trials in
    func wave(_ count: Int) -> [UInt8] {
      (0..<180 * count * trials).map { (place: Int) -> UInt8 in UInt8(place / count * 7 % 23 + place % count) }
    }
    let people = (0..<trials).map { "H0\($0)" }
    let pieces = [
      array("|i1", "\(trials), 180, 10", wave(10)), array("|i1", "\(trials), 180, 3", wave(3)), texts(people),
      array("|u1", "\(trials),", people.map { _ in 70 }), array("|u1", "\(trials),", people.map { _ in 2 }),
      texts(people.map { _ in "slow" }), texts(inputs), texts(outputs),
    ]
    return pieces.enumerated().flatMap { (number, piece) -> [UInt8] in
      [UInt8(number), UInt8(piece.count & 255), UInt8(piece.count >> 8)] + piece
    }
  }
}
