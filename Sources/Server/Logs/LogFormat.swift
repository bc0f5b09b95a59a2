/// How the log of the service is written.
public enum LogFormat: String, Sendable, CaseIterable {
  /// For people at a terminal.
  case text
  /// For what collects logs: each entry one line, a JSON object.
  case json
}
