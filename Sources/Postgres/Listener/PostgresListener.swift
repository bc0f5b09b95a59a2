public import Logging
public import Retrying

/// Listens on channels, over a connection of its own that it opens again whenever it is lost.
///
/// A notification is a hint, not a message: PostgreSQL keeps none for a listener that is away. So each ``Event/reconnected``
/// means that some may have been missed, and that the reader has to query.
public final class PostgresListener: Sendable {
  public enum Event: Sendable, Hashable {
    /// From now on notifications arrive. The first event.
    case connected
    /// Listening again, or the reader was so slow that notifications were dropped: some may have been missed.
    case reconnected
    case notification(PostgresNotification)
  }

  /// The events, in order, for one reader. Ends when ``run()`` does.
  public let events: AsyncStream<Event>

  /// The number of events that wait for a slow reader before the oldest are dropped.
  private static let bufferLimit = 1_024

  private let configuration: PostgresConfiguration
  private let channels: [String]
  private let backoff: Backoff
  private let logger: Logger
  private let sink: AsyncStream<Event>.Continuation

  /// - Parameter channels: exactly as written: `Cases` is another channel than `cases`.
  public init(
    _ configuration: PostgresConfiguration,
    channels: [String],
    backoff: Backoff = .reopening,
    logger: Logger
  ) {
    self.configuration = configuration
    self.channels = channels
    self.backoff = backoff
    self.logger = logger
    (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.bufferLimit))
  }

  /// Listens until the task is cancelled. Call it once.
  public func run() async {
    var connected = Event.connected
    var failures = 0
    while !Task.isCancelled {
      do {
        let connection = try await PostgresConnection.open(configuration)
        try await connection.startListening(to: channels)
        yield(connected)
        (connected, failures) = (.reconnected, 0)
        await connection.listenUntilLost(yield)
      } catch {
        failures += 1
        // The pool reports that the database is away.
        if failures == 1 { logger.debug("listener lost the database", metadata: ["error": "\(error)"]) }
        // Throws only when cancelled, which the loop's condition sees.
        try? await Task.sleep(for: backoff.pause(afterFailures: failures))
      }
    }
    sink.finish()
  }

  private func yield(_ notification: PostgresNotification) { yield(.notification(notification)) }

  private func yield(_ event: Event) {
    if case .dropped = sink.yield(event) { sink.yield(.reconnected) }
  }
}

/// The content of a `notify`.
public struct PostgresNotification: Sendable, Hashable {
  public let channel: String
  public let payload: String

  public init(channel: String, payload: String) {
    self.channel = channel
    self.payload = payload
  }
}
