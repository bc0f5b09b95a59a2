/// The variables that situations consist of, each with few values, and the sets that they make.
final class Space {
  typealias Node = Diagrams.Node

  /// A variable, in bits that follow one another.
  struct Variable: Hashable {
    let bits: Range<Int32>
    let values: Int
  }

  let diagrams = Diagrams()
  private var next: Int32 = 0

  var bits: Int32 { next }

  func variable(_ values: Int) -> Variable {
    var count: Int32 = 0
    while 1 << count < values { count += 1 }
    defer { next += count }
    return Variable(bits: next..<(next + count), values: values)
  }

  /// The situations in which the variable has this value.
  func set(_ variable: Variable, _ value: Int) -> Node {
    var result = Diagrams.all
    for (index, bit) in variable.bits.enumerated().reversed() {
      let isSet = value >> index & 1 == 1
      result = isSet ? diagrams.node(bit, 0, result) : diagrams.node(bit, result, 0)
    }
    return result
  }

  func set(_ variable: Variable, _ values: some Sequence<Int>) -> Node {
    values.reduce(Diagrams.none) { diagrams.or($0, set(variable, $1)) }
  }

  func any(of variable: Variable) -> Node { set(variable, 0..<variable.values) }

  func all(_ sets: some Sequence<Node>) -> Node { sets.reduce(Diagrams.all, diagrams.and) }

  func any(_ sets: some Sequence<Node>) -> Node { sets.reduce(Diagrams.none, diagrams.or) }
}
