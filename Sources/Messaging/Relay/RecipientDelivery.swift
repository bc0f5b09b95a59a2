import AMQP
import Logging
import Outbox
import Retrying
import StoreBase

/// The delivery to one recipient: from its lease until all its events are delivered, its share is used, or it fails.
struct RecipientDelivery: Sendable {
  let relay: Relay
  let lease: RelayLease
  let publishers: Publishers
  let metrics: RelayMetrics
  let stop: StopSign
  let limit: RecipientLimit
  let signals = DeliverySignals()

  private var store: RelayStore { relay.store }

  func run() async {
    var confirmed = lease.confirmed
    do {
      try await serve(&confirmed)
    } catch .leaseLost {
      relay.logger.notice("another relay took over a recipient", metadata: metadata)
    } catch .unreadable(let error) {
      await putAside(confirmed, error)
    } catch {
      relay.logger.debug("the database was lost while delivering to a recipient", metadata: metadata)
      await giveBack(confirmed)
    }
  }

  /// Several batches may be under way: events that came meanwhile are numbered and sent without waiting for the confirms of those
  /// before them, and numbering marks what was confirmed so far. When one is not confirmed, what was sent behind it is sent again.
  private func serve(_ confirmed: inout Int64) async throws(RelayStoreError) {
    let keeper = Task { await keepLease() }
    defer { keeper.cancel() }
    var underWay = BatchesUnderWay(after: confirmed)
    var failure: RelayStoreError?
    let ended: Delivery
    do throws(AMQPError) {
      ended = try await publishers.use { (publisher) async throws(AMQPError) in
        let ended: Delivery
        do throws(RelayStoreError) { ended = try await send(on: publisher, &underWay, &confirmed) } catch {
          failure = error
          ended = await lastOutcomes(&underWay, &confirmed)
        }
        if let error = ended.unsent { throw error }
        return ended
      }
    } catch {
      ended = Delivery(failed: error)
      // Otherwise the batch says so.
      if underWay.count == 0, let trouble = ended.trouble { metrics.failed(trouble.reason) }
    }
    if let failure { throw failure }
    if let trouble = ended.trouble { try await pause(for: trouble, confirmed: confirmed) }
  }

  /// - Returns: how it ended: with nothing left to tell, and the lease given back, or with trouble.
  /// - Throws: what went wrong in the database; batches may be under way then.
  private func send(
    on publisher: AMQPPublisher,
    _ underWay: inout BatchesUnderWay,
    _ confirmed: inout Int64
  ) async throws(RelayStoreError) -> Delivery {
    var mayHaveMore = true
    while true {
      let isShareUsed = stop.isSet || underWay.count >= share
      if mayHaveMore, !isShareUsed, underWay.isEmpty || underWay.hasRoom && isWell {
        let isLast = underWay.isEmpty
        let batch = try await store.number(lease, confirmed: confirmed, after: underWay.last, endsIfEmpty: isLast)
        if batch.events.isEmpty, isLast { return Delivery([]) }
        mayHaveMore = batch.isFull
        // What is not sent now has its numbers, and is found by them.
        if !batch.events.isEmpty, isLast || isWell { await publish(batch, on: publisher, &underWay) }
      } else if !underWay.isEmpty {
        guard let delivery = await next(&underWay, &confirmed) else {
          mayHaveMore = true
          continue
        }
        if delivery.trouble != nil { return await lastOutcomes(&underWay, &confirmed, after: delivery) }
        tellRecovery()
      } else if isShareUsed {
        try await store.release(lease, confirmed: confirmed)
        return Delivery([])
      } else {
        mayHaveMore = true
      }
    }
  }

  /// Whether something may go behind what is under way: nothing is known yet to have failed.
  private var isWell: Bool { relay.broker.state == .connected && !signals.hasTrouble }

  /// How many batches it sends.
  private var share: Int {
    limit.hasFree ? relay.configuration.batchesPerLease : relay.configuration.batchesAmongOthers
  }

  private func publish(_ batch: OutboxBatch, on publisher: AMQPPublisher, _ underWay: inout BatchesUnderWay) async {
    // While others are under way nobody waits for a lost connection: their outcome comes first.
    let isFirst = underWay.isEmpty
    let number = underWay.add(batch, await spans(of: batch))
    let messages = batch.events.map { AMQPMessage(event: $0, in: lease.epoch, from: relay.source, queue: lease.queue) }
    do {
      try await publisher.send(messages, waits: isFirst) { [signals] in signals.settle(number, $0) }
    } catch {
      signals.settle(number, .failure(error))
    }
  }

  /// Without a word when the database is away: then the batch goes out untraced.
  private func spans(of batch: OutboxBatch) async -> PublishSpans? {
    guard let tracer = relay.tracer else { return nil }
    let parents = (try? await store.traceparents(of: batch.events, for: lease)) ?? [:]
    return parents.isEmpty ? nil : PublishSpans(parents, batch, by: tracer)
  }

  /// - Returns: the outcome of the oldest batch; `nil` when the recipient has more to be told before that.
  private func next(_ underWay: inout BatchesUnderWay, _ confirmed: inout Int64) async -> Delivery? {
    guard let oldest = underWay.first, case .settled(let outcomes) = await signals.next(oldest) else { return nil }
    let (batch, spans) = underWay.removeFirst()
    let delivery: Delivery
    switch outcomes {
    case .success(let outcomes): delivery = Delivery(outcomes)
    case .failure(let error): delivery = Delivery(failed: error)
    }
    if delivery.confirmed > 0 { confirmed = batch.events[delivery.confirmed - 1].sequence }
    metrics.sent(batch, delivery)
    spans?.end(upTo: delivery.confirmed > 0 ? batch.events[delivery.confirmed - 1].sequence : 0, delivery.trouble)
    return delivery
  }

  /// Waits for all that is under way, so that the channel is empty. What was confirmed behind trouble does not count: it is sent again.
  private func lastOutcomes(
    _ underWay: inout BatchesUnderWay,
    _ confirmed: inout Int64,
    after first: Delivery? = nil
  ) async -> Delivery {
    var ended = first
    while !underWay.isEmpty {
      var uncounted = confirmed
      let hasTrouble = ended?.trouble != nil
      guard let delivery = await (hasTrouble ? next(&underWay, &uncounted) : next(&underWay, &confirmed)) else {
        continue
      }
      if !hasTrouble || delivery.leavesMessages && ended?.unsent != nil { ended = delivery }
    }
    return ended ?? Delivery([])
  }

  /// Events that cannot be read stay in the outbox, and the recipient pauses as after any failure: somebody has to act.
  private func putAside(_ confirmed: Int64, _ error: StoreError) async {
    metrics.failed(Trouble.unreadable)
    let isNews = relay.reported.add(lease.organisation)
    var metadata = metadata
    metadata["error"] = "\(error.debugDescription)"
    relay.logger.log(
      level: isNews ? .error : .debug,
      "the events of a recipient cannot be read; they wait",
      metadata: metadata
    )
    do { try await store.backOff(lease, confirmed: confirmed, trouble: Trouble.unreadable) } catch {
      // Then the lease expires.
      relay.logger.debug("a recipient could not be put aside", metadata: metadata)
    }
  }

  /// A broker may be silent for longer than a lease. A relay that waits for it still works for the recipient; without the
  /// lease it would only claim the recipient again and wait twice.
  private func keepLease() async {
    // Throws only when cancelled: then there is no lease to keep.
    while (try? await Task.sleep(for: store.leaseLength / 3)) != nil {
      // A lost lease, or a database that is away, shows at the next write.
      try? await store.renew(lease)
    }
  }

  private func pause(for trouble: Trouble, confirmed: Int64) async throws(RelayStoreError) {
    try await store.backOff(lease, confirmed: confirmed, trouble: trouble.reason)
    // The connection reports a broker that is away, once for all recipients.
    let isNews = !trouble.isLossOfBroker && relay.reported.add(lease.organisation)
    let level: Logger.Level = isNews ? .warning : .debug
    var metadata = metadata
    metadata["reason"] = "\(trouble)"
    relay.logger.log(level: level, "a recipient cannot be told; trying on", metadata: metadata)
  }

  private func tellRecovery() {
    if relay.reported.remove(lease.organisation) {
      relay.logger.notice("a recipient can be told again", metadata: metadata)
    }
  }

  /// Tries until it succeeds or the lease has expired, because otherwise the recipient would have to wait for that.
  private func giveBack(_ confirmed: Int64) async {
    let clock = ContinuousClock()
    let end = clock.now + store.leaseLength
    var failures = 0
    while clock.now < end, !Task.isCancelled {
      do {
        return try await store.release(lease, confirmed: confirmed)
      } catch .leaseLost {
        return
      } catch {
        failures += 1
        // Ends early only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: RelayStore.databaseBackoff.pause(afterFailures: failures))
      }
    }
  }

  private var metadata: Logger.Metadata { ["recipient": "\(lease.organisation)"] }
}

extension AMQPMessage {
  /// An event for the default exchange, which routes it to the queue of that name; without such a queue it is returned.
  init(event: OutboxEvent, in epoch: Epoch, from source: EventSource, queue: String) {
    var properties = AMQPProperties()
    properties.contentType = CloudEvent.contentType
    properties.messageID = event.id.lowercaseText
    self.init(routingKey: queue, properties: properties, body: CloudEvent.json(event, in: epoch, from: source))
  }
}
