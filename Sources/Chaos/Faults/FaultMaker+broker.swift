import LocalServices

/// Faults of the broker, and of partners at it.
extension FaultMaker {
  func killBroker(for length: Duration) async throws -> Deed {
    let broker = stage.services.broker
    try await broker.kill()
    try await Task.sleep(for: length)
    try await broker.restart()
    return Deed("killed, and away for \(length)", undone: "started again")
  }

  mutating func freezeBroker() async throws -> Deed {
    try await stage.services.broker.pause()
    let length = await pause()
    try await stage.services.broker.resume()
    return Deed("stood still for \(length)", undone: "it goes on")
  }

  /// The broker hangs up, on all of a partner's connections.
  mutating func closeConnections() async throws -> Deed {
    let partner = anyPartner()
    try await stage.closeConnections(of: partner)
    return Deed("the broker hung up on \(partner.name)", undone: "it connects again by itself")
  }

  mutating func sendAway() async -> Deed {
    let partner = anyPartner()
    await partner.leave()
    let length = await pause()
    await partner.comeBack()
    return Deed("\(partner.name) read nothing for \(length)", undone: "it reads again")
  }

  /// A queue is emptied that has something in it.
  mutating func purge() async throws -> Deed {
    let partner = await busyPartner()
    try await stage.purge(partner)
    return Deed("the queue of \(partner.name) emptied", undone: "it asks for what it misses")
  }
}
