internal import Logging

extension AMQPConnection {
  func channel(numbered number: UInt16) -> Channel? { channels.values.first { $0.number == number } }

  /// Adds a channel and returns its key once the broker has set it up; a channel that it refuses is not kept.
  func addChannel(_ makeRole: (_ key: Int) -> any ChannelRole) async throws(AMQPError) -> Int {
    try await waitUntilUsable()
    _ = try freeNumber()
    lastKey += 1
    let key = lastKey
    let role = makeRole(key)
    let failure: AMQPError? = await withCheckedContinuation { continuation in
      let channel = Channel(key: key, role: role) { continuation.resume(returning: $0) }
      channels[key] = channel
      attempt { () throws(AMQPError) in try open(channel) }
    }
    if let failure {
      channels[key] = nil
      throw failure
    }
    return key
  }

  /// Gives the channel a number in the present session and starts to set it up.
  func open(_ channel: Channel) throws(AMQPError) {
    channel.open(as: try freeNumber())
    try advance(channel)
  }

  private func freeNumber() throws(AMQPError) -> UInt16 {
    let taken = abandonedNumbers.union(channels.values.map(\.number))
    guard let number = (1...UInt16(2_047)).first(where: { !taken.contains($0) }) else {
      throw AMQPError(.invalid, "all channels of the connection are in use")
    }
    return number
  }

  /// Sends the channel's next request, unless it is waiting for an answer.
  func advance(_ channel: Channel) throws(AMQPError) {
    guard let session, let request = channel.next(deadline: .now + configuration.operationTimeout) else { return }
    try session.send(request, on: channel.number)
  }

  /// Closes the channel after its present request, and ends its role at once.
  func closeChannel(_ key: Int, _ reason: AMQPError) {
    guard let channel = channels[key], !channel.isClosing else { return }
    channel.role.ended(reason)
    guard session != nil, channel.isReady else {
      channels[key] = nil
      channel.failAll(reason)
      return attempt { () throws(AMQPError) in try abandon(channel.number) }
    }
    channel.isClosing = true
    // The broker closes it already.
    guard !channel.isRenewing else { return }
    channel.enqueue(.closeChannel) { [weak self] _ in self?.assumeIsolated { $0.channels[key] = nil } }
    attempt { () throws(AMQPError) in try advance(channel) }
  }

  /// Closes the channel and opens it again, so that the broker forgets what it keeps of it.
  func renew(_ channel: Channel) throws(AMQPError) {
    let key = channel.key
    channel.isRenewing = true
    channel.enqueue(.closeChannel) { [weak self] answer in self?.assumeIsolated { $0.closedForRenewal(key, answer) } }
    try advance(channel)
  }

  /// When the broker did not close it as asked, whatever went wrong opens it again.
  private func closedForRenewal(_ key: Int, _ answer: Result<BrokerMethod, AMQPError>) {
    guard let channel = channels[key] else { return }
    if channel.isClosing {
      channels[key] = nil
    } else if case .success = answer {
      channel.role.renewed()
      attempt { () throws(AMQPError) in try open(channel) }
    }
  }

  // MARK: - Failures

  /// The broker closed it. A channel that was ready is opened again; one that it refused to set up ends.
  func closedByBroker(_ channel: Channel, _ error: AMQPError) throws(AMQPError) {
    let wasReady = channel.isReady
    channel.fail(error)
    guard channels[channel.key] === channel else { return }
    if wasReady { try open(channel) } else { end(channel, error) }
  }

  private func end(_ channel: Channel, _ error: AMQPError) {
    if !channel.isNew { logger.error("the broker refuses a channel", metadata: ["error": "\(error.debugDescription)"]) }
    channels[channel.key] = nil
    channel.role.ended(error)
    channel.failAll(error)
  }

  /// A channel without an answer is stuck, usually on a queue that has no leader now. Its number is abandoned, and waiting
  /// requests continue under another one, so that a failing queue stops nothing else.
  func expireRequests(at now: ContinuousClock.Instant, _ error: AMQPError) throws(AMQPError) {
    for channel in channels.values where channel.isOverdue(at: now) {
      if channel.isOpening, !channel.isNew, error.kind == .blocked {
        channel.extend(to: now + configuration.operationTimeout)
        continue
      }
      try abandon(channel.number)
      if channel.isNew {
        end(channel, error)
      } else {
        logger.warning("no answer on a channel", metadata: ["error": "\(error.debugDescription)"])
        channel.fail(error)
        if channels[channel.key] === channel { try open(channel) }
      }
    }
  }

  /// Asks the broker to close it without waiting for that; the number is not used again in this session.
  private func abandon(_ number: UInt16) throws(AMQPError) {
    abandonedNumbers.insert(number)
    try session?.send(.closeChannel, on: number)
  }
}
