import CaseCore
import Foundation
import OrderedCollections
import StrictJSON
import WorkflowFiles

/// Unmistakable values in the place of everything that a story says of people, and of the names of who acts: texts, dates, numbers and a
/// choice. A field of a command has the same one wherever the command is given.
struct Canary {
  /// A field of a command.
  struct Place: Hashable, Comparable {
    let command: String
    let field: String

    var name: String { "\(command).\(field)" }

    static func < (one: Place, other: Place) -> Bool { one.name < other.name }
  }

  /// In each text; no text has it by chance.
  let mark = "kanarie" + Self.letters
  /// An option of a choice. Unlike all others, it stands also where the workflow itself is told.
  let choice = "keuze" + Self.letters
  /// The roles that may read each value, as it stands in JSON, of commands that say so.
  private(set) var audiences: [String: [String]] = [:]
  /// The organisations that say each value in a story, as it stands in JSON: what one recorded, it reads.
  private(set) var senders: [String: Set<String>] = [:]
  private var sender = ""
  private var written: [Place: String] = [:]
  /// What stands in each field whose values can be anything.
  private(set) var planted: [Place: Input] = [:]
  /// The personal fields that the stories gave.
  private(set) var given: Set<Place> = []
  /// How many texts there are.
  private(set) var count = 0
  private(set) var dates: [CivilDate] = []
  private(set) var numbers: [Int64] = []
  private(set) var choices = 0

  private static var letters: String {
    String((0..<16).map { _ in "bcdfghjklmnpqrstvwxz".randomElement() ?? "x" })
  }

  /// No rule of the workflow asks how long ago their dates are, but of fewer years than these.
  private static let dated: Set = [
    "signaal-registreren", "persoon-vastleggen", "nieuw-signaal", "feit-vastleggen", "notificatie-vastleggen",
  ]
  /// No other date here is of the end of that year or of a century later. There are fewer than the month has days.
  private static let firstDay = CivilDate(year: 1937, month: 12, day: 1) ?? .min
  private static let firstNumber: Int64 = 7_130_429_713_042

  /// The story with them in it. What is refused says what it said, and so do dates in a story that is about how old somebody is.
  mutating func planted(in story: Scenario, of workflow: Workflow) -> Scenario {
    var planted = planted(in: story, of: workflow, isDating: true)
    if !ScenarioRun.failures(of: planted, workflow: workflow).isEmpty {
      planted = self.planted(in: story, of: workflow, isDating: false)
    }
    for step in planted.steps where step.expectation.refusal == nil {
      guard let sent = step.command, let definition = Self.definition(sent.name, of: workflow) else { continue }
      for (name, input) in sent.fields where definition.fields[name]?.isPersonal ?? false && !Self.isEmpty(input) {
        given.insert(Place(command: sent.name, field: name))
      }
    }
    return planted
  }

  private static func isEmpty(_ input: Input) -> Bool { [.null, .string(""), .list([])].contains(input) }

  /// The personal fields of the workflow that no story gave, by name.
  func missing(in workflow: Workflow) -> [String] {
    let all = workflow.machines.values.flatMap(\.commands).flatMap { command, definition in
      definition.fields.filter(\.value.isPersonal).map { Place(command: command, field: $0.key) }
    }
    return Set(all).subtracting(given).sorted().map(\.name)
  }

  private mutating func planted(in story: Scenario, of workflow: Workflow, isDating: Bool) -> Scenario {
    var story = story
    for index in story.steps.indices {
      guard var sent = story.steps[index].command else { continue }
      let number = story.organisations[sent.organisation]?.number ?? ""
      sent.person = person(sent.person, of: number)
      sender = number
      if story.steps[index].expectation.refusal == nil, let definition = Self.definition(sent.name, of: workflow) {
        sent.fields = planted(in: sent.fields, of: sent.name, definition, isDating: isDating)
      }
      story.steps[index].command = sent
    }
    return story
  }

  /// Who acts, so that it is seen of which organisation.
  func person(_ name: String, of organisation: String) -> String { "\(mark)-\(organisation)-\(name)" }

  /// A command with them in it, as the body of a request.
  /// - Parameter begins: whether a case begins with it.
  mutating func command(
    _ name: String,
    _ fields: OrderedDictionary<String, Input>,
    of workflow: Workflow,
    begins: Bool = false
  ) -> String {
    var filled = fields
    // Of no story.
    sender = ""
    if let definition = Self.definition(name, of: workflow) { filled = planted(in: fields, of: name, definition) }
    var members: OrderedDictionary<String, JSON> = [
      "opdracht": .string(name), "velden": .object(filled.mapValues(Self.json)),
    ]
    if begins { members["werkstroom"] = .string(workflow.key) }
    return JSON.object(members).text
  }

  private static func definition(_ name: String, of workflow: Workflow) -> CommandDefinition? {
    workflow.machine(of: name).flatMap { workflow.machines[$0] }?.commands[name]
  }

  private static func json(_ input: Input) -> JSON {
    switch input {
    case .string(let text): .string(text)
    case .number(let number): .integer(number)
    case .list(let items): .array(items.map(json))
    case .null, .other: .null
    }
  }

  private mutating func planted(
    in fields: OrderedDictionary<String, Input>,
    of command: String,
    _ definition: CommandDefinition,
    isDating: Bool = true
  ) -> OrderedDictionary<String, Input> {
    var fields = fields
    for (name, field) in definition.fields {
      guard let input = fields[name] ?? Self.blank(field) else { continue }
      let place = Place(command: command, field: name)
      if case .date = field.kind, !isDating || !Self.dated.contains(command) {
        fields[name] = Self.isEmpty(input) ? nil : input
      } else {
        fields[name] = planted(input, as: field, field.kind, at: place, for: definition.audience)
      }
    }
    return fields
  }

  /// What a personal field is filled with that a story leaves out.
  private static func blank(_ field: Field) -> Input? {
    guard field.isPersonal else { return nil }
    return switch field.kind {
    case .text: .string("")
    case .number: .number(0)
    case .date(within: _, past: true): .string("")
    default: nil
    }
  }

  private mutating func planted(
    _ input: Input,
    as field: Field,
    _ kind: Field.Kind,
    at place: Place,
    for audience: [String]?
  ) -> Input {
    switch (input, kind) {
    case (.string, .text): return plant(at: place, for: audience) { $0.text() }
    case (.string, .date(within: _, past: true)) where field.isPersonal:
      return plant(at: place, for: audience) { $0.date() }
    case (.number, .number) where field.isPersonal: return plant(at: place, for: audience) { $0.number() }
    case (.string, .choice(let options)) where options.contains { $0.key == choice }:
      choices += 1
      return .string(choice)
    case (.list(let inputs), .list(let inner, _, _)):
      return .list(inputs.map { planted($0, as: field, inner, at: place, for: audience) })
    default: return input
    }
  }

  /// - Parameter next: a value that stands nowhere yet, and how it is written in JSON.
  private mutating func plant(
    at place: Place,
    for audience: [String]?,
    _ next: (inout Canary) -> (input: Input, json: String)
  ) -> Input {
    if let former = planted[place], let json = written[place] {
      senders[json, default: []].insert(sender)
      return former
    }
    let (input, json) = next(&self)
    (planted[place], written[place]) = (input, json)
    senders[json, default: []].insert(sender)
    audiences[json] = audience
    return input
  }

  private mutating func text() -> (Input, String) {
    count += 1
    let text = "\(mark)-\(count)-tekst"
    return (.string(text), "\"\(text)\"")
  }

  private mutating func date() -> (Input, String) {
    let date = Self.firstDay.adding(days: dates.count)
    dates.append(date)
    return (.string("\(date)"), "\"\(date)\"")
  }

  private mutating func number() -> (Input, String) {
    let number = Self.firstNumber + Int64(numbers.count)
    numbers.append(number)
    return (.number(number), "\(number)")
  }
}
