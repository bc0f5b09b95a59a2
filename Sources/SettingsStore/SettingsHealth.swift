import Synchronization

/// Whether the settings that hold can be read, as was seen the last time that somebody looked.
public final class SettingsHealth: Sendable {
  public struct Finding: Sendable, Hashable {
    /// The numbers of entries that are not as they were written.
    public var damaged: [Int64] = []
    /// What a later release wrote in some of those, that this one does not know.
    public var later: [String] = []
    /// Why it cannot be told what holds; `nil` when it can.
    public var fault: String?

    public init() {}
  }

  private let state = Mutex(Finding())

  init() {}

  public var finding: Finding { state.withLock { $0 } }

  /// Without the settings that hold no case can be decided.
  public var isWell: Bool { finding.fault == nil }

  func note(_ reading: SettingsJournalReading) {
    state.withLock { ($0.damaged, $0.later, $0.fault) = (reading.damaged, reading.later, reading.fault) }
  }
}
