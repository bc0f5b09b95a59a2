public import CaseCore
public import Foundation

/// A deadline that runs in a part of a case, for one reader.
public struct DeadlineView: Sendable {
  /// The id under which the reader's organisation knows the case.
  public let alias: UUID
  public let region: String
  public let name: DeadlineName
  /// The workflow under the version that the case follows.
  public let workflow: Workflow
  /// What the workflow says of it; `nil` when that version has it no longer.
  public let definition: Deadline?
  public let running: RunningDeadline
  public let now: Instant
  /// What the workflow calls the state in which it runs.
  public let phase: String
  /// The roles that can bring that part of the case further, see ``CaseCore/Decider/awaited(in:child:)``.
  public let awaitedRoles: [String]
  /// The roles in which the reader may see that part of the case.
  let readerRoles: Set<String>
  /// Whether one of ``awaitedRoles`` is the reader's.
  let isReaderAwaited: Bool

  /// What the workflow calls it.
  public var label: String { definition?.label ?? name.name }

  /// The raw values are those of the API.
  public enum Standing: String, Sendable, CaseIterable {
    case running = "loopt"
    case overdue = "verlopen"
    /// It stands still.
    case suspended = "opgeschort"
  }

  public var standing: Standing {
    if running.ledger.isSuspended { return .suspended }
    return running.dueAt <= now ? .overdue : .running
  }

  /// `nil` while it stands still, because nobody can know then.
  public var due: Instant? { running.ledger.isSuspended ? nil : running.dueAt }

  /// The last day of a term in days; `nil` for one in hours, and while it stands still.
  public var lastDay: CivilDate? {
    // The due moment is the first after the last day.
    isInDays ? due.map { Amsterdam.date(at: $0.adding(microseconds: -1)) } : nil
  }

  /// Whether it ends with a day, and not at some hour of it.
  public var isInDays: Bool {
    switch definition?.term {
    case .length(let rule): rule.length.unit != .hours
    case .fact, nil: true
    }
  }
}

/// Some of the deadlines that someone may see.
public struct DeadlinePage: Sendable {
  public var deadlines: [DeadlineView] = []
  /// The cases that cannot be read, so that nobody knows what runs in them.
  public var unreadable: [UnreadableCase] = []
  /// Read on after this case; `nil` at the end. See ``CasePage/next``.
  public var next: UUID?
}
