import CaseCore
import DutchMessages
import Metrics
import Postgres
import StoreBase

/// What the door counts and measures: of commands that sender and service exchange, not of the clock, which has metrics of its own.
/// No label says which case, organisation or command it is about.
struct DoorMetrics: Sendable {
  /// From the moment that a command comes to the door until its answer, its waits included.
  private let latency = Metrics.Timer(label: "casusregie_door_seconds")
  private let reading = Self.roundTrip("read")
  private let writing = Self.roundTrip("write")
  private let standing = Self.roundTrip("line")

  /// A round trip to the database: one of each kind carries up to sixteen commands, but for `line`.
  private static func roundTrip(_ kind: String) -> Metrics.Timer {
    Metrics.Timer(label: "casusregie_door_database_seconds", dimensions: [("round_trip", kind)])
  }

  func answered(_ answer: Answer, to submission: Submission, since start: ContinuousClock.Instant) {
    count(submission, answer.outcome, code: answer.code ?? "none")
    latency.record(duration: ContinuousClock.now - start)
  }

  func failed(_ error: StoreError, of submission: Submission, since start: ContinuousClock.Instant) {
    count(submission, "failed", code: error.word)
    latency.record(duration: ContinuousClock.now - start)
  }

  /// What commands are decided on was read.
  func read(since start: ContinuousClock.Instant) { reading.record(duration: ContinuousClock.now - start) }

  /// What came of commands was written, and kept or not.
  func wrote(since start: ContinuousClock.Instant) { writing.record(duration: ContinuousClock.now - start) }

  /// A command that stood in line for its case was read, decided and written, its wait for the lock included.
  func stood(since start: ContinuousClock.Instant) { standing.record(duration: ContinuousClock.now - start) }

  private func count(_ submission: Submission, _ outcome: String, code: String) {
    // Only who sent it over a queue has its answer told.
    let entrance = submission.reply == nil ? "rest" : "queue"
    Counter(
      label: "casusregie_commands_total",
      dimensions: [("entrance", entrance), ("outcome", outcome), ("code", code)]
    ).increment()
  }
}

extension Answer {
  /// For metrics and traces.
  var outcome: String { if case .accepted = self { "accepted" } else { "refused" } }

  /// Why it was refused; `nil` for one that was accepted.
  var code: String? {
    switch self {
    case .accepted: nil
    case .refused(let refusal): refusal.code.rawValue
    case .reusedID: "reused-key"
    case .lapsed: "lapsed"
    }
  }
}

extension StoreError {
  /// For metrics and traces: why a command was not answered.
  var word: String {
    switch self {
    case .keyMissing: "key"
    case .contended: "contended"
    case .notPrepared: "not-prepared"
    case .database(let error) where error.kind == .poolExhausted: "pool"
    case .database(let error) where error.kind == .commitOutcomeUnknown: "outcome-unknown"
    case .database(let error) where error.kind == .cancelled: "cancelled"
    case .database: "database"
    default: "case"
    }
  }
}
