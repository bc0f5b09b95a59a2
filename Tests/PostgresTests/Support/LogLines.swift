import Logging
import TestServices

/// A log that a test reads: level and message of each line.
struct LogLines: LogHandler {
  let lines: Signal<[String]>
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    lines.update { $0.append("\(event.level) \(event.message)") }
  }
}
