extension Step {
  /// What was done, in Dutch: `eindigt op een zondag: verlengd tot en met maandag 4 mei 2026`.
  public var text: String {
    switch rule {
    case .counted(let length) where length.unit == .hours: "\(length.dutch), geteld vanaf het tijdstip zelf"
    case .counted(let length) where kind == .workingDays:
      "\(length.amount) \(length.amount == 1 ? "werkdag" : "werkdagen") na \(before.dutch): tot en met \(after.dutch)"
    case .counted(let length):
      "\(length.dutch) na \(before.dutch), die dag niet meegeteld: tot en met \(after.dutch)"
    case .countedBack(let length): "\(countedBack(length)), niet verlengd of verschoven"
    case .suspended(let days): "\(days) \(suspendedUnit(days)) opgeschort: tot en met \(after.dutch)"
    case .suspendedFor(let microseconds): "\(Self.clock(microseconds)) opgeschort"
    case .notExtended:
      "op een termijn van deze eenheid of lengte is de Algemene termijnenwet niet van toepassing: niet verlengd"
    case .endedOn(let dayOff): "\(before.dutch) is \(dayOff.dutch): verlengd tot en met \(after.dutch)"
    case .twoWorkingDays: "de termijn bevat geen twee werkdagen: verlengd tot en met \(after.dutch)"
    }
  }

  /// Where the rule stands; `nil` when it is the agreement itself and no law.
  public var source: String? {
    switch (rule, kind) {
    case (.counted, .eu1182): "Verordening (EEG, Euratom) 1182/71 art. 3 lid 1 en 2"
    case (.countedBack, .eu1182): "Verordening (EEG, Euratom) 1182/71 art. 3 lid 4"
    case (.endedOn, .eu1182): "Verordening (EEG, Euratom) 1182/71 art. 3 lid 4"
    case (.twoWorkingDays, .eu1182): "Verordening (EEG, Euratom) 1182/71 art. 3 lid 5"
    case (.countedBack, .atw): "Algemene termijnenwet art. 1 lid 2"
    case (.endedOn, .atw): "Algemene termijnenwet art. 1 lid 1"
    case (.twoWorkingDays, .atw): "Algemene termijnenwet art. 2"
    case (.notExtended, _): "Algemene termijnenwet art. 4 onder a"
    default: nil
    }
  }

  private func countedBack(_ length: Length) -> String {
    let amount = kind == .workingDays && length.amount != 1 ? "\(length.amount) werkdagen" : length.dutch
    return "\(amount) teruggerekend vanaf \(before.dutch): uiterlijk \(after.dutch)"
  }

  private func suspendedUnit(_ days: Int) -> String {
    switch (kind == .workingDays, days == 1) {
    case (true, true): "werkdag"
    case (true, false): "werkdagen"
    case (false, true): "dag"
    case (false, false): "dagen"
    }
  }

  /// Whole minutes, rounded down: `26 uur en 5 minuten`.
  private static func clock(_ microseconds: Int64) -> String {
    let minutes = microseconds / (60 * Instant.microsecondsASecond)
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    return "\(hours) uur en \(rest) \(rest == 1 ? "minuut" : "minuten")"
  }
}
