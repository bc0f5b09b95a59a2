import Foundation

/// All that is needed to run one service: what to execute, where, how to end it and how to see that it answers.
struct ServicePlan: Sendable {
  /// As people know it: "PostgreSQL".
  let name: String
  let folder: ServiceFolder
  /// The user to run as, when that is another than ours.
  let account: String?
  /// Program, with its full path, and arguments.
  let command: [String]
  /// The whole environment of the service; it inherits nothing, so nobody's settings reach it.
  let environment: [String: String]
  /// The signal that asks for a graceful stop, without `SIG`.
  let stopSignal: String
  /// Whether the service takes its real work. Blocks for a short while; called on a thread that may.
  let answers: @Sendable () -> Bool
}
