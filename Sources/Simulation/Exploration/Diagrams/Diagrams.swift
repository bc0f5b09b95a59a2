/// Sets of situations, however large, as reduced ordered binary decision diagrams.
///
/// A set is the number of a node. A node asks for one bit and goes on to one node when it is clear and to another when it is
/// set; 0 and 1 are the ends, *not in the set* and *in the set*. The same set always has the same number, so comparing sets
/// is comparing numbers, and what was once worked out is looked up. A set of billions of situations whose parts do not depend
/// on each other has few nodes: that is why this can look at every situation of a workflow.
final class Diagrams {
  typealias Node = Int32

  static let none: Node = 0
  static let all: Node = 1

  private var bits: [Int32] = [.max, .max]
  private var clear: [Node] = [0, 1]
  private var set: [Node] = [0, 1]
  /// Nodes by their content, in a table with open addressing.
  private var table: [Node] = Array(repeating: -1, count: 1 << 16)
  private var known = Cache()

  /// The number of nodes that were made.
  var size: Int { bits.count }

  // MARK: - Nodes

  func node(_ bit: Int32, _ clear: Node, _ set: Node) -> Node {
    if clear == set { return clear }
    var slot = Self.hash(bit, clear, set) & (table.count - 1)
    while table[slot] >= 0 {
      let found = Int(table[slot])
      if bits[found] == bit, self.clear[found] == clear, self.set[found] == set { return table[slot] }
      slot = (slot &+ 1) & (table.count - 1)
    }
    let new = Node(bits.count)
    table[slot] = new
    bits.append(bit)
    self.clear.append(clear)
    self.set.append(set)
    if bits.count * 2 > table.count { grow() }
    return new
  }

  private func grow() {
    table = Array(repeating: -1, count: table.count * 2)
    for new in 2..<bits.count {
      var slot = Self.hash(bits[new], clear[new], set[new]) & (table.count - 1)
      while table[slot] >= 0 { slot = (slot &+ 1) & (table.count - 1) }
      table[slot] = Node(new)
    }
  }

  private static func hash(_ one: Int32, _ two: Int32, _ three: Int32) -> Int {
    var mixed = UInt64(UInt32(bitPattern: one)) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ UInt64(UInt32(bitPattern: two))) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 29) ^ UInt64(UInt32(bitPattern: three))) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: mixed >> 20)
  }

  // MARK: - Sets

  func and(_ one: Node, _ other: Node) -> Node {
    if one == other || other == 1 { return one }
    if one == 1 { return other }
    if one == 0 || other == 0 { return 0 }
    let (one, other) = one < other ? (one, other) : (other, one)
    if let found = known.find(0, one, other) { return found }
    let result = combine(one, other, and)
    known.keep(0, one, other, result)
    return result
  }

  func or(_ one: Node, _ other: Node) -> Node {
    if one == other || other == 0 { return one }
    if one == 0 { return other }
    if one == 1 || other == 1 { return 1 }
    let (one, other) = one < other ? (one, other) : (other, one)
    if let found = known.find(1, one, other) { return found }
    let result = combine(one, other, or)
    known.keep(1, one, other, result)
    return result
  }

  func not(_ one: Node) -> Node {
    if one < 2 { return 1 - one }
    if let found = known.find(2, one, one) { return found }
    let result = node(bits[Int(one)], not(clear[Int(one)]), not(set[Int(one)]))
    known.keep(2, one, one, result)
    return result
  }

  func subtract(_ one: Node, _ other: Node) -> Node { and(one, not(other)) }

  private func combine(_ one: Node, _ other: Node, _ join: (Node, Node) -> Node) -> Node {
    let (left, right) = (Int(one), Int(other))
    let bit = min(bits[left], bits[right])
    let isLeft = bits[left] == bit
    let isRight = bits[right] == bit
    let low = join(isLeft ? clear[left] : one, isRight ? clear[right] : other)
    return node(bit, low, join(isLeft ? set[left] : one, isRight ? set[right] : other))
  }

  /// Those that are in the set whatever these bits are: the bits are forgotten.
  /// - Parameter range: bits that follow one another.
  func forget(_ range: Range<Int32>, in one: Node) -> Node {
    if one < 2 || bits[Int(one)] >= range.upperBound { return one }
    let key = range.lowerBound << 12 | range.upperBound
    if let found = known.find(3, one, key) { return found }
    let low = forget(range, in: clear[Int(one)])
    let high = forget(range, in: set[Int(one)])
    let bit = bits[Int(one)]
    let result = range.contains(bit) ? or(low, high) : node(bit, low, high)
    known.keep(3, one, key, result)
    return result
  }

  /// How many situations there are in a set of this many bits.
  func count(_ one: Node, bits total: Int32) -> Double {
    var counts: [Node: Double] = [:]
    func share(_ one: Node) -> Double {
      if one < 2 { return Double(one) }
      if let found = counts[one] { return found }
      let share = (share(clear[Int(one)]) + share(set[Int(one)])) / 2
      counts[one] = share
      return share
    }
    var result = share(one)
    for _ in 0..<total { result *= 2 }
    return result
  }
}

extension Diagrams {
  /// Remembers results; a new one takes the place of an old one.
  private struct Cache {
    private var keys: [UInt64] = Array(repeating: .max, count: 1 << 19)
    private var kinds: [Int32] = Array(repeating: -1, count: 1 << 19)
    private var results: [Node] = Array(repeating: 0, count: 1 << 19)

    private func slot(_ kind: Int32, _ key: UInt64) -> Int {
      let mixed = (key ^ UInt64(UInt32(bitPattern: kind)) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed >> 45)
    }

    private func key(_ one: Node, _ other: Node) -> UInt64 {
      UInt64(UInt32(bitPattern: one)) << 32 | UInt64(UInt32(bitPattern: other))
    }

    func find(_ kind: Int32, _ one: Node, _ other: Node) -> Node? {
      let key = key(one, other)
      let slot = slot(kind, key)
      return keys[slot] == key && kinds[slot] == kind ? results[slot] : nil
    }

    mutating func keep(_ kind: Int32, _ one: Node, _ other: Node, _ result: Node) {
      let key = key(one, other)
      let slot = slot(kind, key)
      keys[slot] = key
      kinds[slot] = kind
      results[slot] = result
    }
  }
}
