import Logging
import Synchronization

/// Keeps what is logged, as text.
final class Records: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(records: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let records: Records
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let line = "\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)"
      records.lines.withLock { $0.append(line) }
    }
  }
}
