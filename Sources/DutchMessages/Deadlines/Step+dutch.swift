public import CaseCore

extension Step {
  /// What was done, in Dutch: `eindigt op een zondag: verlengd tot en met maandag 4 mei 2026`.
  public var dutch: String {
    switch rule {
    case .extended(let length): "verlengd met \(length.dutch): geteld met de termijn mee, vanaf het begin"
    case .repeated(let number): "herhaling \(number): geteld vanaf het begin van de eerste, \(before.dutch)"
    case .hourSkipped: "het uur van de gebeurtenis telt niet mee: geteld vanaf \(hour) uur"
    case .counted(let length) where length.unit == .hours && kind == .eu1182: "\(length.dutch) geteld"
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
    case .begunAfter(let other): "begint na het einde van «\(other)», op \(before.dutch)"
    case .said: "de casus noemt de laatste dag zelf: tot en met \(after.dutch)"
    }
  }

  /// `11:00`, as the clock in Amsterdam shows it after the step.
  private var hour: String {
    moments.map { Amsterdam.local(at: $0.after) }.map { "\($0.hour.padded(to: 2)):\($0.minute.padded(to: 2))" } ?? ""
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
