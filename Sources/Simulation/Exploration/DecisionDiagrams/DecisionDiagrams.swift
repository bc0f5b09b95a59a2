/// Sets of situations as reduced ordered binary decision diagrams (BDDs). A set of billions of situations takes few nodes when
/// their parts do not depend on each other, which is why every situation of a workflow can be explored.
///
/// A set is the number of a node. A node tests one bit and continues at one node when the bit is clear and at another when it
/// is set; 0 and 1 are the ends, *not in the set* and *in the set*. Equal sets have equal numbers, so comparing sets is comparing
/// numbers, and results can be cached.
final class DecisionDiagrams {
  typealias Node = Int32

  static let none: Node = 0
  static let all: Node = 1

  private struct Content {
    let bit: Int32
    let clear: Node
    let set: Node
  }

  private var nodes = [Content(bit: .max, clear: 0, set: 0), Content(bit: .max, clear: 1, set: 1)]
  /// Nodes by their content, in a table with open addressing.
  private var table: [Node] = Array(repeating: -1, count: 1 << 16)
  private var known = Cache()
  /// Numbers of nodes that nothing needs any more.
  private var free: [Node] = []

  /// The number of nodes that there are.
  var size: Int { nodes.count - free.count }

  // MARK: - Nodes

  func node(_ bit: Int32, _ clear: Node, _ set: Node) -> Node {
    if clear == set { return clear }
    var slot = Self.hash(bit, clear, set) & (table.count - 1)
    while table[slot] >= 0 {
      let found = nodes[Int(table[slot])]
      if found.bit == bit, found.clear == clear, found.set == set { return table[slot] }
      slot = (slot &+ 1) & (table.count - 1)
    }
    let content = Content(bit: bit, clear: clear, set: set)
    if let unused = free.popLast() {
      nodes[Int(unused)] = content
      table[slot] = unused
      return unused
    }
    let new = Node(nodes.count)
    table[slot] = new
    nodes.append(content)
    if nodes.count * 2 > table.count { fill(table.count * 2) { _ in true } }
    return new
  }

  /// Makes the table anew, of the nodes that are in use.
  private func fill(_ size: Int, where isUsed: (Int) -> Bool) {
    table = Array(repeating: -1, count: size)
    for new in 2..<nodes.count where isUsed(new) {
      var slot = Self.hash(nodes[new].bit, nodes[new].clear, nodes[new].set) & (size - 1)
      while table[slot] >= 0 { slot = (slot &+ 1) & (size - 1) }
      table[slot] = Node(new)
    }
  }

  /// Forgets every node that these sets are not made of. Most nodes are those of sets on the way to others.
  /// - Parameter sets: all that are still needed; the number of any other means nothing afterwards.
  func keep(_ sets: [Node]) {
    var isUsed = Array(repeating: false, count: nodes.count)
    var open = sets
    while let one = open.popLast() {
      guard one > Self.all, !isUsed[Int(one)] else { continue }
      isUsed[Int(one)] = true
      open.append(nodes[Int(one)].clear)
      open.append(nodes[Int(one)].set)
    }
    free = (2..<nodes.count).filter { !isUsed[$0] }.map { Node($0) }
    fill(table.count) { isUsed[$0] }
    known = Cache()
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
    let content = nodes[Int(one)]
    let result = node(content.bit, not(content.clear), not(content.set))
    known.keep(2, one, one, result)
    return result
  }

  func subtract(_ one: Node, _ other: Node) -> Node { and(one, not(other)) }

  private func combine(_ one: Node, _ other: Node, _ join: (Node, Node) -> Node) -> Node {
    let (left, right) = (nodes[Int(one)], nodes[Int(other)])
    let bit = min(left.bit, right.bit)
    let low = join(left.bit == bit ? left.clear : one, right.bit == bit ? right.clear : other)
    return node(bit, low, join(left.bit == bit ? left.set : one, right.bit == bit ? right.set : other))
  }

  /// The set with these bits made arbitrary (existential quantification).
  /// - Parameter range: consecutive bits.
  func forget(_ range: Range<Int32>, in one: Node) -> Node {
    let content = nodes[Int(one)]
    guard content.bit < range.upperBound else { return one }
    let key = range.lowerBound << 12 | range.upperBound
    if let found = known.find(3, one, key) { return found }
    let low = forget(range, in: content.clear)
    let high = forget(range, in: content.set)
    let result = content.bit >= range.lowerBound ? or(low, high) : node(content.bit, low, high)
    known.keep(3, one, key, result)
    return result
  }

  /// The number of situations in a set over this many bits.
  func count(_ one: Node, bits total: Int32) -> Double {
    var counts: [Node: Double] = [:]
    func share(_ one: Node) -> Double {
      if one < 2 { return Double(one) }
      if let found = counts[one] { return found }
      let share = (share(nodes[Int(one)].clear) + share(nodes[Int(one)].set)) / 2
      counts[one] = share
      return share
    }
    var result = share(one)
    for _ in 0..<total { result *= 2 }
    return result
  }
}

extension DecisionDiagrams {
  /// A cache of results of a fixed size; a new result replaces an old one in the same slot.
  private struct Cache {
    private struct Result {
      var key: UInt64
      var kind: Int32
      var node: Node
    }

    private var results = Array(repeating: Result(key: 0, kind: -1, node: 0), count: 1 << 19)

    private func slot(_ kind: Int32, _ key: UInt64) -> Int {
      let mixed = (key ^ UInt64(UInt32(bitPattern: kind)) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed >> 45)
    }

    private func key(_ one: Node, _ other: Node) -> UInt64 {
      UInt64(UInt32(bitPattern: one)) << 32 | UInt64(UInt32(bitPattern: other))
    }

    func find(_ kind: Int32, _ one: Node, _ other: Node) -> Node? {
      let key = key(one, other)
      let found = results[slot(kind, key)]
      return found.key == key && found.kind == kind ? found.node : nil
    }

    mutating func keep(_ kind: Int32, _ one: Node, _ other: Node, _ node: Node) {
      let key = key(one, other)
      results[slot(kind, key)] = Result(key: key, kind: kind, node: node)
    }
  }
}
