extension Tensor {
  /// Scaled dot-product attention of each frame here over the frames of another sequence, for all heads.
  ///
  /// For each head `softmax(q k^T / sqrt(width) + mask) v`, as PyTorch's `scaled_dot_product_attention` with a mask of
  /// numbers. This tensor holds the queries.
  ///
  /// - Parameters:
  ///   - keys: `[batch, keys, features]`.
  ///   - values: `[batch, keys, value features]`.
  ///   - heads: the number of heads; features are divided among them in order.
  ///   - mask: what is added to the scores, in any shape that broadcasts to `[batch, heads, queries, keys]`: 0 where a
  ///     query sees a key and minus infinity where it does not (``attentionMask(queries:keys:sees:)``), or numbers that are
  ///     learnt (``RelativePositions``). Each query has to see a key.
  ///   - dropout: drops probabilities in training.
  ///   - pass: whether this is training.
  /// - Returns: `[batch, queries, value features]` for this tensor's `[batch, queries, features]`.
  public func attention(
    over keys: Tensor, _ values: Tensor, heads: Int, mask: Tensor? = nil, dropout: Dropout? = nil,
    _ pass: Pass = .evaluation
  ) -> Tensor {
    fitting { () throws(ShapeFault) in
      try requireShape(
        rank == 3 && keys.rank == 3 && values.rank == 3 && keys.shape[0] == shape[0] && keys.shape[2] == shape[2]
          && values.shape.prefix(2) == keys.shape.prefix(2),
        "attention: queries \(shape), keys \(keys.shape) and values \(values.shape) do not fit; they are [batch, queries, "
          + "features], [batch, keys, features] and [batch, keys, value features].")
      try requireShape(
        heads > 0 && shape[2] % heads == 0 && values.shape[2] % heads == 0,
        "attention: the features of queries \(shape) and values \(values.shape) do not divide among \(heads) heads.")
    }
    let (trials, queries, features) = (shape[0], shape[1], values.shape[2])
    // Head by head: [batch, heads, frames, width].
    let q = reshaped([trials, queries, heads, shape[2] / heads]).permuted([0, 2, 1, 3])
    let k = keys.reshaped([trials, keys.shape[1], heads, shape[2] / heads]).permuted([0, 2, 3, 1])
    let v = values.reshaped([trials, keys.shape[1], heads, features / heads]).permuted([0, 2, 1, 3])
    var scores = q.matmul(k) * (1 / Float(shape[2] / Swift.max(heads, 1)).squareRoot())
    if let mask { scores = scores.masked(mask) }
    let probabilities = scores.softmax()
    let kept = dropout.map { $0(probabilities, pass) } ?? probabilities
    return kept.matmul(v).permuted([0, 2, 1, 3]).reshaped([trials, queries, features])
  }

  private func masked(_ mask: Tensor) -> Tensor {
    fitting { () throws(ShapeFault) in
      try requireShape(
        mask.rank <= 4 && zip(mask.shape.reversed(), shape.reversed()).allSatisfy { $0 == $1 || $0 == 1 },
        "attention: the mask \(mask.shape) does not broadcast to the scores \(shape), which are [batch, heads, queries, "
          + "keys].")
    }
    return self + mask
  }

  /// A mask for attention: 0 where a query sees a key, minus infinity where it does not.
  ///
  /// ```swift
  /// let causal = Tensor.attentionMask(queries: 180, keys: 180) { $1 <= $0 }
  /// let window = Tensor.attentionMask(queries: 180, keys: 180) { abs($0 - $1) < 20 }
  /// ```
  ///
  /// - Parameters:
  ///   - queries: the frames that ask.
  ///   - keys: the frames that are asked.
  ///   - sees: whether a query, the first number, sees a key, the second; each has to see one.
  /// - Returns: `[queries, keys]`.
  public static func attentionMask(queries: Int, keys: Int, sees: (_ query: Int, _ key: Int) -> Bool) -> Tensor {
    Tensor(shape: [queries, keys]) { numbers in
      for place in numbers.indices { numbers[place] = sees(place / keys, place % keys) ? 0 : -.infinity }
    }
  }
}
