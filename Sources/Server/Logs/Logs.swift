import Logging

/// The log of the process: to standard error, where whoever runs it picks it up.
enum Logs {
  static func logger(level: String, format: LogFormat = .text) -> Logger {
    var logger = Logger(label: "casusregie") { label in
      switch format {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler(label: label, output: .standardError)
      }
    }
    logger.logLevel = Logger.Level(rawValue: level) ?? .info
    return logger
  }

  /// For connections that somebody else speaks for.
  static let silent = Logger(label: "casusregie") { _ in SwiftLogNoOpLogHandler() }

  /// For a library that announces its own comings and goings: of those the service speaks itself.
  static func troubleOnly(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}

/// How the log of the service is written.
public enum LogFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case text
  /// For what collects logs: each entry one line, a JSON object.
  case json
}
