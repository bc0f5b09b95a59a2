import CaseCore
import CaseReading
import Foundation

/// A deadline as a calendar shows it: what is kept of a case between two looks at it.
struct FeedEntry: Sendable {
  enum Standing: String, Sendable {
    case running = "Termijn"
    /// Its end has come, and was told.
    case passed = "Verlopen"
    /// Nobody knows when it will be due; it is shown on the day that was its last.
    case suspended = "Opgeschort"
  }

  let id: UUID
  let alias: UUID
  let standing: Standing
  let due: Instant
  let isInDays: Bool
  let label: String
  let phase: String
  let warnings: [Instant]

  init(_ deadline: DeadlineView, id: UUID) {
    let running = deadline.running
    self.id = id
    alias = deadline.alias
    standing = running.ledger.isSuspended ? .suspended : running.passed > 0 ? .passed : .running
    due = running.dueAt
    isInDays = deadline.isInDays
    label = deadline.label
    phase = deadline.phase
    warnings = running.timers.compactMap { if case .warning = $0.kind { $0.at } else { nil } }
  }

  /// The first due first, and those that stand still last.
  static func isBefore(_ left: FeedEntry, _ right: FeedEntry) -> Bool {
    let (stands, goes) = (left.standing == .suspended ? 1 : 0, right.standing == .suspended ? 1 : 0)
    return (stands, left.due, left.id.uuidString) < (goes, right.due, right.id.uuidString)
  }

  /// All that an appointment is made of, but for when it became so.
  var texts: [String] {
    [standing.rawValue, "\(due.microseconds)", "\(isInDays)", label, phase]
      + warnings.map { "\($0.microseconds)" }
  }

  /// - Parameter cases: the address that the id of a case follows.
  func event(changedAt: Instant, cases: String) -> CalendarEvent {
    let id = alias.uuidString.lowercased()
    let lastDay = Amsterdam.date(at: due.adding(microseconds: -1))
    return CalendarEvent(
      id: self.id,
      changedAt: changedAt,
      when: isInDays ? .day(lastDay) : .moment(due),
      isFirm: standing != .suspended,
      summary: "\(standing.rawValue): \(label) · fase \(phase) · casus \(id.prefix(8))",
      description: lines(lastDay).joined(separator: "\n") + "\n\(cases)\(id)",
      url: cases + id,
      alarms: alarms
    )
  }

  private func lines(_ lastDay: CivilDate) -> [String] {
    let end =
      switch (standing, isInDays) {
      case (.suspended, _): "Deze termijn staat stil. Zonder opschorting was de laatste dag \(lastDay.dutch)."
      case (_, true): "Laatste dag: \(lastDay.dutch)."
      case (_, false): "Uiterlijk \(Amsterdam.local(at: due).dutch)."
      }
    return ["\(label), in de fase «\(phase)»", end, "Casus \(alias.uuidString.lowercased())"]
  }

  /// When the workflow warns; otherwise at nine the day before, or an hour before.
  private var alarms: [CalendarEvent.Alarm] {
    guard standing == .running else { return [] }
    if !warnings.isEmpty { return warnings.map { .at($0) } }
    return [.before(hours: isInDays ? 15 : 1)]
  }
}

extension CivilDateTime {
  /// `maandag 4 mei 2026 om 15:30`
  fileprivate var dutch: String {
    let minutes = microsecondOfDay / 60_000_000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.dutch) om \(two(minutes / 60)):\(two(minutes % 60))"
  }
}
