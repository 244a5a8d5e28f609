extension Tensor {
  /// Tensors of one shape side by side along a new axis.
  ///
  /// - Parameters:
  ///   - parts: the tensors.
  ///   - axis: where the new axis stands in the result; -1 is behind all others.
  /// - Returns: the parts' shape with `parts.count` along the new axis.
  public static func stacked(_ parts: [Tensor], axis: Int) -> Tensor {
    let place = fitting { () throws(ShapeFault) in
      guard let first = parts.first else { throw ShapeFault("stacked: there is no tensor to put together.") }
      let place = axis < 0 ? axis + first.rank + 1 : axis
      try requireShape(
        (0...first.rank).contains(place),
        "stacked: tensors of shape \(first.shape) have no place for a new axis \(axis); it is 0 to \(first.rank), or "
          + "-\(first.rank + 1) to -1.")
      for (index, part) in parts.enumerated() {
        try requireShape(
          part.shape == first.shape,
          "stacked: tensor \(index) of shape \(part.shape) is not of the shape \(first.shape) of tensor 0.")
      }
      return place
    }
    return .concatenated(
      parts.map { part in
        var shape = part.shape
        shape.insert(1, at: place)
        return part.reshaped(shape)
      }, axis: place)
  }
}
