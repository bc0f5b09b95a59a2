import AMQP
import Logging
import Synchronization
import TestServices

/// Remembers what is logged.
struct LogRecorder: LogHandler {
  let entries: Signal<[String]>
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { entries.update { $0.append("\(event.level): \(event.message)") } }

  static func logger() -> (Logger, Signal<[String]>) {
    let entries = Signal<[String]>([])
    return (Logger(label: "test") { _ in LogRecorder(entries: entries) }, entries)
  }
}

extension AMQPConnection {
  /// Every state the connection goes through, from now on.
  nonisolated func recordStates() -> Signal<[AMQPState]> {
    let seen = Signal<[AMQPState]>([])
    let states = states
    Task { for await state in states { seen.update { $0.append(state) } } }
    return seen
  }
}

extension AMQPState {
  var isDisconnected: Bool { if case .disconnected = self { true } else { false } }
  var isBlocked: Bool { if case .blocked = self { true } else { false } }
}
