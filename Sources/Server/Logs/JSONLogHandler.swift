import CaseCore
import Foundation
import Logging

/// Writes each entry of the log as one line of JSON.
struct JSONLogHandler: LogHandler {
  let label: String
  let output: LogOutput
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  init(label: String, output: LogOutput) {
    self.label = label
    self.output = output
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    // What is nearest to the entry holds.
    let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
    let now = Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    output.write(LogLine(event, label: label, metadata: all, at: now).text + "\n")
  }
}
