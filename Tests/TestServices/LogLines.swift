package import Logging

/// A log that tests wait on and read: level and message of each line.
package struct LogLines: LogHandler {
  private let lines: Signal<[String]>
  package var metadata: Logger.Metadata = [:]
  package var logLevel = Logger.Level.trace

  package init(lines: Signal<[String]>) { self.lines = lines }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    lines.update { $0.append("\(event.level) \(event.message)") }
  }
}
