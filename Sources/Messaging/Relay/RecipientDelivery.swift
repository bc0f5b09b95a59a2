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

  private static let unreadable = "unreadable"

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

  /// While a full batch is being published, the next one is numbered, and numbering marks the one before. So a steady stream
  /// costs one transaction a batch, and nothing waits for it.
  private func serve(_ confirmed: inout Int64) async throws(RelayStoreError) {
    var batch = try await store.number(lease, confirmed: confirmed, after: confirmed, endsIfEmpty: true)
    var count = 0
    while let last = batch.events.last?.sequence {
      count += 1
      let isShareUsed = count >= relay.configuration.batchesPerLease || stop.isSet
      let (marked, looksAhead) = (confirmed, batch.isFull && !isShareUsed)
      async let ahead = looksAhead ? number(confirmed: marked, after: last) : nil
      let delivery = await publish(batch)
      confirmed += Int64(delivery.confirmed)
      let next = try await ahead?.get()
      if let trouble = delivery.trouble { return try await pause(for: trouble, confirmed: confirmed) }
      if count == 1 { tellRecovery() }
      if isShareUsed { return try await store.release(lease, confirmed: confirmed) }
      if let next, !next.events.isEmpty {
        batch = next
      } else {
        batch = try await store.number(lease, confirmed: confirmed, after: last, endsIfEmpty: true)
      }
    }
  }

  /// `async let` forgets the type of an error; a `Result` keeps it.
  private func number(confirmed: Int64, after last: Int64) async -> Result<OutboxBatch, RelayStoreError> {
    do {
      return .success(try await store.number(lease, confirmed: confirmed, after: last))
    } catch {
      return .failure(error)
    }
  }

  private func publish(_ batch: OutboxBatch) async -> Delivery {
    let keeper = Task { await keepLease() }
    defer { keeper.cancel() }
    let messages = batch.events.map { AMQPMessage(event: $0, in: lease.epoch, from: relay.source, queue: lease.queue) }
    let delivery: Delivery
    do {
      delivery = try await publishers.use { publisher throws(AMQPError) in
        Delivery(try await publisher.publish(messages))
      }
    } catch {
      delivery = Delivery(failed: error)
    }
    metrics.sent(batch, delivery)
    return delivery
  }

  /// Events that cannot be read stay in the outbox, and the recipient pauses as after any failure: somebody has to act.
  private func putAside(_ confirmed: Int64, _ error: StoreError) async {
    metrics.failed(Self.unreadable)
    let isNews = relay.reported.add(lease.organisation)
    var metadata = metadata
    metadata["error"] = "\(error.debugDescription)"
    relay.logger.log(
      level: isNews ? .error : .debug,
      "the events of a recipient cannot be read; they wait",
      metadata: metadata
    )
    do { try await store.backOff(lease, confirmed: confirmed, trouble: Self.unreadable) } catch {
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
        try? await Task.sleep(for: Relay.databaseBackoff.pause(afterFailures: failures))
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
