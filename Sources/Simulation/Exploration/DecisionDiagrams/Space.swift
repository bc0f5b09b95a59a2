/// The variables of a situation, each with few values, and the sets over them.
final class Space {
  typealias Node = DecisionDiagrams.Node

  /// A variable, in consecutive bits.
  struct Variable: Hashable {
    let bits: Range<Int32>
    let values: Int
  }

  let diagrams = DecisionDiagrams()
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
    var result = DecisionDiagrams.all
    for (index, bit) in variable.bits.enumerated().reversed() {
      let isSet = value >> index & 1 == 1
      result = isSet ? diagrams.node(bit, 0, result) : diagrams.node(bit, result, 0)
    }
    return result
  }

  func set(_ variable: Variable, _ values: some Sequence<Int>) -> Node {
    values.reduce(DecisionDiagrams.none) { diagrams.or($0, set(variable, $1)) }
  }

  func any(of variable: Variable) -> Node { set(variable, 0..<variable.values) }

  func all(_ sets: some Sequence<Node>) -> Node { sets.reduce(DecisionDiagrams.all, diagrams.and) }

  func any(_ sets: some Sequence<Node>) -> Node { sets.reduce(DecisionDiagrams.none, diagrams.or) }
}
