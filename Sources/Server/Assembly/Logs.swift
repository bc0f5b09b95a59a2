import Logging

/// The log of the process: to standard error, where whoever runs it picks it up.
enum Logs {
  static func logger(level: String) -> Logger {
    var logger = Logger(label: "casusregie") { StreamLogHandler.standardError(label: $0) }
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
