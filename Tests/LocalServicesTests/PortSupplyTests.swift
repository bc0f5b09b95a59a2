import Testing

@testable import LocalServices

@Suite("Ports for services") struct PortSupplyTests {
  /// Each is what a process has.
  @Test("no two processes are given the same port, also when they want many") func apart() {
    var supplies = (0..<4).map { _ in PortSupply() }
    var ports: [Int] = []
    for _ in 0..<300 {
      for index in supplies.indices { ports.append(supplies[index].next()) }
    }
    #expect(Set(ports).count == 1_200)
  }
}
