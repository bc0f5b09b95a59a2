import Development

/// Faults of the service itself.
extension FaultMaker {
  mutating func freezeInstance() async -> Deed {
    let number = victim()
    stage.instance(number).freeze()
    let length = await pause()
    stage.instance(number).thaw()
    return Deed("instance \(number + 1) stood still for \(length)", undone: "it goes on")
  }

  func killInstances(_ numbers: [Int]) throws -> Deed {
    for number in numbers { stage.instance(number).end() }
    for number in numbers { try stage.startInstance(number) }
    let names = numbers.map { "\($0 + 1)" }.joined(separator: " and ")
    return Deed("instance \(names) killed", undone: "started again")
  }
}
