/// Reads the parts of a ``TermQuestion`` and collects the faults.
struct TermReading {
  private(set) var faults: [TermQuestion.Fault] = []

  mutating func fault(_ part: TermQuestion.Part, _ reason: TermQuestion.Fault.Reason) {
    faults.append(.init(part: part, reason: reason))
  }

  mutating func event(from: String?, before: String?) -> Instant? {
    switch (from, before) {
    case (let text?, nil): return moment(text, .from)
    case (nil, let text?): return moment(text, .before)
    case (nil, nil): fault(.from, .eventMissing)
    case (_?, _?): fault(.before, .twoEvents)
    }
    return nil
  }

  mutating func rule(length: String, kind: String) -> DeadlineRule? {
    let known = DeadlineKind(rawValue: kind)
    if known == nil { fault(.kind, kind.isEmpty ? .kindMissing : .kindUnknown) }
    guard let length = self.length(length, .length), let known else { return nil }
    do { return try DeadlineRule(length: length, kind: known) } catch { fault(.length, .notCountable(error)) }
    return nil
  }

  /// The extensions are dated at the start: the end does not depend on when they were granted.
  mutating func ledger(suspensions: [String], extensions: [String], from start: Instant?) -> Ledger {
    let extras = extensions.compactMap { length($0, .extra) }
    let pauses = suspensions.compactMap { suspension($0) }.sorted { $0.from < $1.from }
    guard let start else { return Ledger() }
    var entries = extras.map { Ledger.Entry.extended(by: $0, at: start) }
    for pause in pauses {
      // A day on which the event took place began before the event.
      let from = pause.isDay && pause.from == start.startOfItsDay ? start : pause.from
      entries += [.suspended(at: from), .resumed(at: max(from, pause.to))]
    }
    do { return try Ledger(entries) } catch { fault(.suspension, .notCountable(error)) }
    return Ledger()
  }

  mutating func dates(_ texts: [String]) -> [CivilDate] {
    var dates: [CivilDate] = []
    for text in texts {
      do throws(TimeFormatError) { dates.append(try CivilDate(iso8601: text)) } catch { fault(.closure, .notDate) }
    }
    return dates
  }

  private mutating func length(_ text: String, _ part: TermQuestion.Part) -> Length? {
    do { return try Length(iso8601: text) } catch { fault(part, .notLength(error.reason)) }
    return nil
  }

  private mutating func suspension(_ text: String) -> (from: Instant, to: Instant, isDay: Bool)? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    guard ends.count == 2, let from = Self.moment(ends[0]), let to = Self.moment(ends[1]) else {
      fault(.suspension, .notPeriod)
      return nil
    }
    guard from <= to else {
      fault(.suspension, .periodReversed)
      return nil
    }
    return (from, to, !ends[0].contains("T"))
  }

  private mutating func moment(_ text: String, _ part: TermQuestion.Part) -> Instant? {
    guard let moment = Self.moment(text) else {
      fault(part, .notMoment)
      return nil
    }
    return moment
  }

  /// A day stands for its first moment.
  private static func moment(_ text: String) -> Instant? {
    // One message covers both forms.
    if let date = try? CivilDate(iso8601: text) { return Amsterdam.startOfDay(date) }
    return try? Instant(rfc3339: text)
  }
}

extension Instant {
  fileprivate var startOfItsDay: Instant { Amsterdam.startOfDay(Amsterdam.date(at: self)) }
}
