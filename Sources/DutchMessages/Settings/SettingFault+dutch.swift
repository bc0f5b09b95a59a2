public import CaseCore

extension DeadlineSettingsRefusal {
  /// A line for each fault.
  public var dutch: String { faults.map(\.dutch).joined(separator: "\n") }
}

extension SettingFault {
  public var dutch: String {
    switch self {
    case .unknownWorkflow(let name, let near): "De werkstroom «\(name)» bestaat niet." + Spelling.hint(near)
    case .unknownRegion(let name, let near): "In de regio «\(name)» neemt geen organisatie deel." + Spelling.hint(near)
    case .unknownCaseType(let name, let workflow, let near):
      "De werkstroom «\(workflow)» kent het casustype «\(name)» niet." + Spelling.hint(near)
    case .unknownDeadline(let name, let workflow, let near):
      "De werkstroom «\(workflow)» kent de termijn «\(name)» niet." + Spelling.hint(near)
    case .unknownCalendar(let name, let near):
      "De kalender «\(name)» bestaat niet: een kalender begint met de eerste sluitingsdag ervan." + Spelling.hint(near)
    case .unknownRole(let name, let workflow, let near):
      "De rol «\(name)» bestaat niet in «\(workflow)»." + Spelling.hint(near)
    case .noChange(let idle): idle.dutch
    case .twice(let subject): "\(subject.dutch) staat meer dan eens in het voorstel."
    case .onlyCalendar(let place): "\(place.dutch): voor alle termijnen samen is alleen de kalender in te stellen."
    case .endsOnFact(let place):
      "\(place.dutch): deze termijn loopt tot een datum die in de zaak staat, en heeft geen lengte of soort."
    case .kindFixed(let place, let source):
      "\(place.dutch): \(source) bepaalt hoe lang deze termijn hoogstens is; de soort is daarom niet te wijzigen."
    case .notCountable(let place, let error): "\(place.dutch): \(error.dutch)"
    case .calendarName: "De naam van een kalender bestaat uit kleine letters, cijfers en streepjes."
    case .dayOff(let date, let day): "\(date) is al een weekend- of feestdag: \(day.dutch) verandert daar niets aan."
    case .notClosed(let date, let calendar): "\(date) is geen sluitingsdag in de kalender «\(calendar)»."
    case .notInFuture(let date): "\(date) is geen dag in de toekomst: wat al geteld is, verandert niet meer."
    case .sourceMissing(let date, .closed): "Zeg waar de sluiting van \(date) is besloten."
    case .sourceMissing(let date, .equated): "Noem het koninklijk besluit waarin \(date) is gelijkgesteld."
    case .sourceInvalid(let fault): "De bron \(fault.dutch)."
    case .outOfRange: DeadlineError.startOutOfRange.dutch
    case .unsound(let unsound): unsound.dutch
    }
  }
}

extension SettingFault.Day {
  fileprivate var dutch: String {
    switch self {
    case .closed: "een sluitingsdag"
    case .equated: "gelijkstellen"
    }
  }
}

extension SettingFault.Idle {
  fileprivate var dutch: String {
    switch self {
    case .proposal: "Het voorstel wijzigt niets."
    case .counted: "Het voorstel wijzigt niets: deze termijnen worden al zo geteld."
    case .set(let place): "\(place.dutch): dit is al zo ingesteld."
    case .unset(let place): "\(place.dutch): hier is niets ingesteld."
    case .empty(let place): "\(place.dutch): er wordt niets ingesteld."
    case .closed(let date, let calendar): "\(date) is al een sluitingsdag in de kalender «\(calendar)»."
    case .equated(let date): "\(date) is al met een feestdag gelijkgesteld."
    case .notEquated(let date): "\(date) is niet bij koninklijk besluit met een feestdag gelijkgesteld."
    case .decreesKnown(let year): "De gelijkgestelde dagen van \(year) zijn al volledig bekend."
    case .decreesUnknown(let year): "De gelijkgestelde dagen van \(year) zijn niet volledig bekend."
    }
  }
}
