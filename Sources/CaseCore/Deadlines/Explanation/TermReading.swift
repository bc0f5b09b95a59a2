/// Reads the parts of a ``TermQuestion`` and collects the faults.
struct TermReading {
  private(set) var faults: [TermQuestion.Fault] = []

  mutating func fault(_ part: TermQuestion.Part, _ message: String) {
    faults.append(.init(part: part, message: message))
  }

  mutating func event(from: String?, before: String?) -> Instant? {
    switch (from, before) {
    case (let text?, nil): return moment(text, .from)
    case (nil, let text?): return moment(text, .before)
    case (nil, nil): fault(.from, "Geef het begin van de termijn, of de gebeurtenis waarvóór hij voorbij moet zijn.")
    case (_?, _?): fault(.before, "Geef óf het begin van de termijn, óf de gebeurtenis waarvóór hij voorbij moet zijn.")
    }
    return nil
  }

  mutating func rule(length: String, kind: String) -> DeadlineRule? {
    let known = DeadlineKind(rawValue: kind)
    if known == nil {
      let kinds = DeadlineKind.allCases.map(\.rawValue).joined(separator: ", ")
      let fault =
        kind.isEmpty ? "Noem de soort termijn: daarvan hangt af hoe zij telt." : "Deze soort termijn bestaat niet."
      self.fault(.kind, "\(fault) De soorten zijn: \(kinds).")
    }
    guard let length = self.length(length, .length), let known else { return nil }
    do { return try DeadlineRule(length: length, kind: known) } catch { fault(.length, error.description) }
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
    do { return try Ledger(entries) } catch { fault(.suspension, error.description) }
    return Ledger()
  }

  mutating func dates(_ texts: [String]) -> [CivilDate] {
    var dates: [CivilDate] = []
    for text in texts {
      do throws(TimeFormatError) { dates.append(try CivilDate(iso8601: text)) } catch {
        fault(.closure, error.description)
      }
    }
    return dates
  }

  private mutating func length(_ text: String, _ part: TermQuestion.Part) -> Length? {
    do { return try Length(iso8601: text) } catch { fault(part, error.description) }
    return nil
  }

  private mutating func suspension(_ text: String) -> (from: Instant, to: Instant, isDay: Bool)? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    guard ends.count == 2, let from = Self.moment(ends[0]), let to = Self.moment(ends[1]) else {
      fault(.suspension, "Schrijf een opschorting als twee bestaande dagen: 2026-12-28..2027-01-04.")
      return nil
    }
    guard from <= to else {
      fault(.suspension, "Een opschorting eindigt niet voordat zij begint.")
      return nil
    }
    return (from, to, !ends[0].contains("T"))
  }

  private mutating func moment(_ text: String, _ part: TermQuestion.Part) -> Instant? {
    guard let moment = Self.moment(text) else {
      fault(
        part,
        "Dit is geen dag of tijdstip. Schrijf een bestaande dag (2026-12-24) of een tijdstip met een tijdzone "
          + "(2026-12-24T10:00:00+01:00)."
      )
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
