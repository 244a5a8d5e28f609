import CZip

/// An object that answers libzip's questions about a source.
protocol ZipCallee: AnyObject {
  /// Answers one command; `data` is a place of `length` bytes, or none.
  ///
  /// - Returns: a number of bytes or zero, as the command asks; -1 for a fault.
  func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawPointer?, _ length: Int) -> Int64
}

extension ZipCallee {
  /// The source for libzip, which keeps this object until it has no more use for it; nil without memory.
  func source() -> OpaquePointer? {
    // libzip carries a pointer to the box and gives it back at each call; it is released once, with its last command.
    let box = Unmanaged.passRetained(Box(self))
    let source = zip_source_function_create(
      { state, data, length, command in
        guard let state else { return -1 }
        let box = Unmanaged<Box>.fromOpaque(state)
        if command == ZIP_SOURCE_FREE {
          box.release()
          return 0
        }
        return box.takeUnretainedValue().callee.answer(command, data, Int(clamping: length))
      }, box.toOpaque(), nil)
    if source == nil { box.release() }
    return source
  }
}

private final class Box {
  let callee: any ZipCallee

  init(_ callee: any ZipCallee) { self.callee = callee }
}
