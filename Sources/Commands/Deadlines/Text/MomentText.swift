import CaseCore

/// Moments of the API, as clocks in the Netherlands show them.
enum MomentText {
  /// A date as it is; a moment with its offset: `2026-12-30T00:00:00+01:00`.
  static func dateOrMoment(_ text: String) -> String {
    // A date is no moment, and stays as it is.
    (try? Instant(rfc3339: text)).map(Amsterdam.rfc3339) ?? Terminal.line(text)
  }

  /// To the minute: `2026-12-30 00:00`.
  static func clock(_ moment: Instant) -> String {
    String(Amsterdam.local(at: moment).description.prefix(16)).replacing("T", with: " ")
  }

  /// The last day of a term in days, as people say it; else the moment. `nil` is of a term that stands still.
  static func end(_ due: Instant?) -> String {
    guard let due else { return "staat stil" }
    let before = Amsterdam.date(at: due.adding(microseconds: -1))
    return Amsterdam.startOfDay(before.adding(days: 1)) == due ? "t/m \(before)" : Amsterdam.rfc3339(due)
  }

  /// `P2M` as `2 maanden`.
  static func length(_ text: String) -> String {
    // A length of a later service may be of a form that this program does not know.
    (try? Length(iso8601: text))?.dutch ?? Terminal.line(text)
  }
}
