import StoreBase

/// An organisation that is merged into another, on the broker: it is shut out, and its successor reads what it had not read.
extension PartnerRegistration {
  /// Nobody writes or reads for the former any more. What waits in its way in is carried out, and answered into its queue, so it is not
  /// suspended. Done again, it is done once.
  public func close(_ former: String) async throws {
    guard let known = try await organisations.find(former) else { return }
    for user in known.users {
      try await broker.revoke(user)
      try await broker.closeConnections(of: user)
    }
  }

  /// Takes the former out of the directory and off the broker, but for its queue: that is a former queue of its successor now, which
  /// empties it. Broken off, it can be done again.
  /// - Parameters:
  ///   - whom: who carries it out.
  ///   - reason: for the record.
  /// - Returns: the queue; `nil` when the successor has another one to empty first, and then nothing has changed.
  public func succeed(_ former: String, by successor: String, by whom: String, reason: String) async throws -> String? {
    guard let known = try await organisations.find(successor) else { return nil }
    if try await organisations.find(former) != nil {
      guard try await organisations.handOverQueue(of: former, to: successor) else { return nil }
      _ = try await organisations.remove(former, by: whom, reason: reason)
    }
    let queue = try await organisations.find(successor)?.formerQueue
    try await clear(former, keeping: queue)
    guard let now = try await organisations.find(successor) else { return queue }
    _ = try await complete(now)
    return queue ?? known.queue
  }
}
