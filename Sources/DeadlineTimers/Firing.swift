public import CaseCore
public import Foundation
public import StoreBase

/// What came of the deadlines of one case that were to fire.
public struct Firing: Sendable {
  public var caseID: UUID
  /// What fired, in order; empty when nothing was due any more. Or why the case could not be decided or written.
  public var outcome: Result<[Fired], StoreError>
  /// The moment on which it was decided.
  public var at: Instant

  /// A timer that fired.
  public struct Fired: Sendable, Hashable {
    /// As in ``TimerStore/Due/deadline``.
    public var deadline: String
    public var timer: Int
    /// When it was due.
    public var due: Instant
  }
}

extension Firing.Fired {
  /// - Returns: `nil` for an entry that no deadline made.
  init?(_ entry: Entry) {
    guard case .deadline(let name, let timer, let due) = entry.cause else { return nil }
    self.init(deadline: DeadlineName(name, child: entry.child).description, timer: timer, due: due)
  }
}
