import Formats

extension RunDescription.Rules {
  /// The protocol that these rules are a variant of, in canonical JSON, and the word that tells them from the others; nil
  /// for rules that stand for themselves.
  package var variant: (of: String, word: String)? {
    guard let object = try? JSON(canonical).object, let of = object["of"]?.text, let word = object["variant"]?.text
    else {
      return nil
    }
    return (of, word)
  }

  /// The share of the pool's people that was trained on; nil where the rules name none.
  package var poolShare: Double? {
    guard let word = variant?.word, word.hasPrefix("pool-") else { return nil }
    return Double(word.dropFirst("pool-".count).replacing("p", with: ".")).map { $0 / 100 }
  }

  /// What trials are told apart by that the rules leave out in turn, such as `cadence`.
  package var leftOut: String? {
    guard let object = try? JSON(canonical).object, object["kind"]?.text == "leave-one-out" else { return nil }
    return object["rules"]?.object?["by"]?.text
  }
}
