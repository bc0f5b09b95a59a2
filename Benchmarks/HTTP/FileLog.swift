import Foundation
import Logging

/// A log that is written line by line, as that of the service is: what each request's line costs belongs to the request.
struct FileLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  private let file: FileHandle

  /// - Parameter path: of a new file.
  static func logger(to path: String) throws -> Logger {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else {
      throw CocoaError(.fileWriteUnknown)
    }
    return Logger(label: "casusregie") { _ in FileLog(file: file) }
  }

  private init(file: FileHandle) { self.file = file }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let text = all.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    // A line that cannot be written is no reason to end a measurement.
    try? file.write(contentsOf: Data("\(event.level) casusregie: \(text) \(event.message)\n".utf8))
  }
}
