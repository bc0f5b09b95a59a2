/// What waits, by whose it is. Owners are served round-robin, so that one who has much waiting delays another who has little by one batch, and never
/// by all that it has waiting. What is of one owner keeps its order.
struct FairQueue<Element> {
  private struct Line {
    let owner: String
    var elements: [Element]
  }

  /// In the order in which they are served; none is empty.
  private var lines: [Line] = []

  /// Of all owners.
  var count: Int { lines.reduce(0) { $0 + $1.elements.count } }

  mutating func append(_ element: Element, of owner: String) {
    guard let place = lines.firstIndex(where: { $0.owner == owner }) else {
      return lines.append(Line(owner: owner, elements: [element]))
    }
    lines[place].elements.append(element)
  }

  /// Takes the next: as many of each owner as of the one that has fewest, so that who has little does not wait for who has much.
  mutating func take(atMost limit: Int) -> [Element] {
    let fewest = lines.map(\.elements.count).min() ?? 0
    let share = max(1, min(fewest, limit / max(1, lines.count)))
    var taken: [Element] = []
    var served: [Line] = []
    while taken.count < limit, var line = lines.first {
      lines.removeFirst()
      let part = line.elements.prefix(min(share, limit - taken.count))
      taken += part
      line.elements.removeFirst(part.count)
      served.append(line)
    }
    lines += served.filter { !$0.elements.isEmpty }
    return taken
  }

  /// Makes room for one of an owner.
  /// - Returns: the youngest of the owner that has most, who makes room; `nil` when that one has no more than this owner.
  mutating func makeRoom(for owner: String) -> Element? {
    let own = lines.first { $0.owner == owner }?.elements.count ?? 0
    guard let most = lines.indices.max(by: { lines[$0].elements.count < lines[$1].elements.count }),
      lines[most].elements.count > own + 1
    else { return nil }
    return lines[most].elements.removeLast()
  }

  mutating func remove(where matches: (Element) -> Bool) -> Element? {
    for line in lines.indices {
      guard let place = lines[line].elements.firstIndex(where: matches) else { continue }
      defer { lines.removeAll(where: \.elements.isEmpty) }
      return lines[line].elements.remove(at: place)
    }
    return nil
  }
}
