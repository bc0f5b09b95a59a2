/// The pairs of a mapping, each key once.
struct UniquePairs {
  private(set) var all: [YamlNode.Pair] = []
  private var places: [String: Place] = [:]

  /// Adds a pair, unless its key is already there.
  /// - Returns: the place of the first such key; `nil` when the pair was added.
  @discardableResult
  mutating func add(_ pair: YamlNode.Pair) -> Place? {
    if let first = places[pair.key] { return first }
    places[pair.key] = pair.keyPlace
    all.append(pair)
    return nil
  }
}
