import CaseCore
import OrderedCollections

/// Reads the steps of a scenario.
struct StepReader {
  let file: String
  let organisations: OrderedDictionary<String, Organisation>
  let cases: CaseNames

  private static let keys = [
    "case", "at", "after", "clock", "as", "person", "command", "child", "fields", "ground", "matched", "contact",
    "expect",
  ]

  func step(_ reader: NodeReader) -> Scenario.Step {
    let group = reader.group(Self.keys)
    return Scenario.Step(
      file: file,
      line: reader.place.line,
      caseName: group?.optional("case").flatMap(cases.name) ?? cases.first,
      moment: group.map(moment) ?? .now,
      command: group.flatMap(command),
      match: group.flatMap(match),
      expectation: group?.optional("expect").map { ExpectationReader(steps: self).expectation($0) } ?? .init()
    )
  }

  /// A step of the clock has a moment and no command; one that looks at a case has neither; the others have a command, with or without
  /// a moment.
  private func moment(_ group: GroupReader) -> Scenario.Moment {
    if let clock = group.optional("clock") {
      for key in ["at", "after"] + Self.ofCommand + Self.ofMatch {
        group.optional(key)?.fault("«\(key)» gaat niet samen met «clock»: dan verstrijkt alleen tijd.")
      }
      return clock.moment() ?? .now
    }
    if let at = group.optional("at") {
      group.optional("after")?.fault("«at» en «after» gaan niet samen.")
      return at.instant().map(Scenario.Moment.at) ?? .now
    }
    return group.optional("after")?.length().map(Scenario.Moment.after) ?? .now
  }

  /// A step in which the service finds another case, and nobody gives a command.
  private func match(_ group: GroupReader) -> Scenario.FoundMatch? {
    guard !group.has("clock"), let identity = group.optional("matched") else {
      if !group.has("clock") { group.optional("contact")?.fault("«contact» hoort bij «matched».") }
      return nil
    }
    for key in Self.ofCommand {
      group.optional(key)?.fault("«\(key)» gaat niet samen met «matched»: dan geeft niemand een opdracht.")
    }
    guard let reader = group.required("contact"), let contact = reader.name(), organisation(contact, at: reader),
      let name = identity.name()
    else { return nil }
    return Scenario.FoundMatch(identity: name, contact: contact)
  }

  private func command(_ group: GroupReader) -> Scenario.SentCommand? {
    guard !group.has("clock"), !group.has("matched"), !isLook(group) else { return nil }
    let fields = group.optional("fields")?.entries() ?? []
    let (role, organisation) = group.required("as").flatMap(sender) ?? ("", "")
    return Scenario.SentCommand(
      name: group.required("command")?.name() ?? "",
      child: group.optional("child")?.name(),
      organisation: organisation,
      role: role,
      person: group.optional("person")?.name() ?? "\(role)@\(organisation)",
      fields: Self.inputs(fields.filter { !$0.reader.namesCase }) { $0.input() },
      caseFields: Self.inputs(fields.filter(\.reader.namesCase)) { $0.input(naming: cases) },
      ground: group.optional("ground")?.name()
    )
  }

  private static func inputs(
    _ fields: [(name: String, reader: NodeReader)],
    _ input: (NodeReader) -> Input
  ) -> OrderedDictionary<String, Input> {
    OrderedDictionary(fields.map { ($0.name, input($0.reader)) }) { _, later in later }
  }

  private static let ofCommand = ["as", "person", "command", "child", "fields", "ground"]
  private static let ofMatch = ["matched", "contact"]

  private func isLook(_ group: GroupReader) -> Bool {
    group.has("case") && !group.has("at") && !group.has("after")
      && !(Self.ofCommand + Self.ofMatch).contains(where: group.has)
  }

  /// `rol@organisatie`; a role without organisation belongs to the organisation of the same name.
  private func sender(_ reader: NodeReader) -> (role: String, organisation: String)? {
    guard let text = reader.text() else { return nil }
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    let (role, name) = (parts[0], parts.count == 2 ? parts[1] : parts[0])
    guard organisation(name, at: reader) else { return nil }
    return (role, name)
  }

  /// Reports an unknown organisation.
  func organisation(_ name: String, at reader: NodeReader) -> Bool {
    if organisations[name] != nil { return true }
    let near = Spelling.nearest(to: name, in: Array(organisations.keys)).map { " Bedoeld is misschien «\($0)»." }
    reader.fault("De organisatie «\(name)» bestaat niet.\(near ?? "")")
    return false
  }
}

extension NodeReader {
  fileprivate func moment() -> Scenario.Moment? {
    if case .scalar(let text, _) = node.content, text.first == "P" { return length().map(Scenario.Moment.after) }
    return instant().map(Scenario.Moment.at)
  }

  /// A moment in Amsterdam, `2026-01-05T09:00`; a date alone is the beginning of that day.
  fileprivate func instant() -> Instant? {
    guard let text = scalar(expecting: "een moment") else { return nil }
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    // The message is the same, whatever is wrong with the moment.
    guard let date = try? CivilDate(iso8601: parts[0]) else { return badInstant(text) }
    guard parts.count == 2 else { return Amsterdam.startOfDay(date) }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 2, clock.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(clock[0]),
      let minute = Int(clock[1]),
      let local = CivilDateTime(date: date, hour: hour, minute: minute)
    else { return badInstant(text) }
    return Amsterdam.instant(at: local)
  }

  private func badInstant(_ text: String) -> Instant? {
    fault("«\(text)» is geen moment. Schrijf een datum, of datum en tijd: 2026-01-05T09:00.")
    return nil
  }

  /// Whether it is `{ case: name }`, or a list of these.
  fileprivate var namesCase: Bool {
    switch node.content {
    case .mapping(let pairs): pairs.map(\.key) == ["case"]
    case .sequence: items().first?.namesCase ?? false
    case .scalar: false
    }
  }

  /// The names of cases, in the form in which their ids are sent.
  fileprivate func input(naming cases: CaseNames) -> Input {
    if case .sequence = node.content { return .list(items().map { $0.input(naming: cases) }) }
    return .string(group(["case"])?.required("case").flatMap(cases.name) ?? "")
  }

  /// A field as a sender would give it.
  fileprivate func input() -> Input {
    switch node.content {
    case .scalar(let text, let isQuoted):
      if isQuoted { return .string(text) }
      if ["", "~", "null"].contains(text) { return .null }
      return Int64(text).map(Input.number) ?? .string(text)
    case .sequence: return .list(items().map { $0.input() })
    case .mapping: return .other
    }
  }
}
