public import CaseCore

extension Step {
  /// The source of the rule: an article, or the agreement where there is no law.
  public var source: String {
    switch rule {
    case .said: "de casus zelf"
    case .begunAfter: "de werkstroom: de termijn volgt op een andere"
    case .repeated: "de werkstroom: de termijn herhaalt zich"
    case .extended: "besluit tot verlenging; \(counting)"
    case .hourSkipped: "Verordening (EEG, Euratom) 1182/71 art. 3 lid 1 en lid 2 onder a"
    case .counted: counting
    case .countedBack: countingBack
    case .suspended, .suspendedFor: suspending
    case .notExtended: "Algemene termijnenwet art. 4 onder a"
    case .endedOn: kind == .eu1182 ? Self.regulation(4) : "Algemene termijnenwet art. 1 lid 1"
    case .twoWorkingDays: kind == .eu1182 ? Self.regulation(5) : "Algemene termijnenwet art. 2"
    }
  }

  private var counting: String {
    switch kind {
    case .eu1182: "Verordening (EEG, Euratom) 1182/71 art. 3 lid 1 en 2"
    // No act says this of every term; the Algemene wet bestuursrecht says it of objections.
    case .atw where moments == nil: "algemene telregel, vergelijk Algemene wet bestuursrecht art. 6:8 lid 1"
    case .atw, .hours, .calendar, .workingDays: agreement
    }
  }

  private var countingBack: String {
    switch kind {
    case .eu1182: Self.regulation(4)
    case .atw where moments == nil: "Algemene termijnenwet art. 1 lid 2"
    case .atw: "Algemene termijnenwet art. 4 onder a"
    case .hours, .calendar, .workingDays: agreement
    }
  }

  private var suspending: String {
    switch kind {
    case .atw where moments == nil: "Algemene wet bestuursrecht art. 4:15 lid 1"
    case .eu1182: "afspraak: Verordening (EEG, Euratom) 1182/71 kent geen opschorting"
    case .atw, .hours, .calendar, .workingDays: agreement
    }
  }

  private var agreement: String { "afspraak: telregel «\((moments == nil ? kind : .hours).rawValue)»" }

  private static func regulation(_ paragraph: Int) -> String {
    "Verordening (EEG, Euratom) 1182/71 art. 3 lid \(paragraph)"
  }
}

extension Deadline {
  /// Who set the length: the workflow's source, and the settings that changed it.
  public var dutchSource: String { Self.source(source, setBy: setBy) }

  fileprivate static func source(_ source: String, setBy revisions: [Int64]) -> String {
    revisions.reduce(source) { "Instelling \($1) van de beheerders; de werkstroom noemt: \($0)" }
  }
}

extension DeadlineExplanation {
  /// As of ``CaseCore/Deadline``.
  public var dutchSource: String { Deadline.source(source, setBy: setBy) }
}
