public import CaseCore

extension DeadlineView {
  /// A moment at which the deadline does something.
  public struct Moment: Sendable, Hashable {
    public let kind: Kind
    public let at: Instant
    /// Whom it tells.
    public let roles: [String]

    /// The raw values are those of the API.
    public enum Kind: String, Sendable, Hashable {
      case warning = "waarschuwing"
      case expiry = "afloop"
      case reminder = "herinnering"
    }
  }

  /// The first that has not come yet, or that has come and was not told yet.
  public var next: Moment? {
    running.timers.first { !$0.isFired }.map { Moment(kind: .init($0.kind), at: $0.at, roles: roles(of: $0.kind)) }
  }

  /// Whether its next moment or its end is for one of these roles.
  public func isFor(_ roles: Set<String>) -> Bool {
    !roles.isDisjoint(with: self.roles(of: .expiry)) || !roles.isDisjoint(with: next?.roles ?? [])
  }

  /// Whether the reader is one of those who must act, in a role of theirs in the case or in that part of it. Where nobody can
  /// bring the case further as things stand, those are the ones who are told.
  public var isForReader: Bool { awaitedRoles.isEmpty ? isFor(readerRoles) : isReaderAwaited }

  private func roles(of timer: RunningDeadline.Timer.Kind) -> [String] { definition?.roles(of: timer) ?? [] }
}

extension DeadlineView.Moment.Kind {
  fileprivate init(_ timer: RunningDeadline.Timer.Kind) {
    self =
      switch timer {
      case .warning: .warning
      case .expiry: .expiry
      case .reminder: .reminder
      }
  }
}
