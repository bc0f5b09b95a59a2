import CaseCore
import Foundation
import OrderedCollections
import StrictJSON
import WorkflowFiles

/// Unmistakable values in the place of everything that a story says of people, and of the names of who acts: texts, dates, numbers and a
/// choice.
struct Canary {
  /// In each text; no text has it by chance.
  let mark = "kanarie" + Self.letters
  /// An option of a choice. Unlike all others, it stands also where the workflow itself is told.
  let choice = "keuze" + Self.letters
  /// The roles that may read each value, as it stands in JSON, of commands that say so.
  private(set) var audiences: [String: [String]] = [:]
  /// How many there are.
  private(set) var count = 0
  private(set) var dates: [CivilDate] = []
  private(set) var numbers: [Int64] = []
  private(set) var choices = 0

  private static var letters: String {
    String((0..<16).map { _ in "bcdfghjklmnpqrstvwxz".randomElement() ?? "x" })
  }

  /// No rule of the workflow asks how long ago their dates are, but of fewer years than these.
  private static let dated: Set = ["signaal-registreren", "persoon-vastleggen"]
  /// No other date here is of the end of that year or of a century later.
  private static let firstDay = CivilDate(year: 1937, month: 12, day: 1) ?? .min
  private static let firstNumber: Int64 = 7_130_429_713_042

  /// The story with them in it. Where something is refused, it stays what it was.
  mutating func planted(in story: Scenario, of workflow: Workflow) -> Scenario {
    var story = story
    for index in story.steps.indices {
      guard var sent = story.steps[index].command, story.steps[index].expectation.refusal == nil else { continue }
      let number = story.organisations[sent.organisation]?.number ?? ""
      sent.person = person(sent.person, of: number)
      guard let definition = Self.definition(sent.name, of: workflow) else { continue }
      sent.fields = planted(in: sent.fields, of: sent.name, definition)
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
    _ definition: CommandDefinition
  ) -> OrderedDictionary<String, Input> {
    var fields = fields
    for (name, field) in definition.fields {
      guard let input = fields[name] ?? Self.blank(field) else { continue }
      fields[name] = planted(input, as: field, field.kind, of: command, for: definition.audience)
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
    of command: String,
    for audience: [String]?
  ) -> Input? {
    switch (input, kind) {
    case (.string, .text):
      count += 1
      let text = "\(mark)-\(count)-tekst"
      audiences["\"\(text)\""] = audience
      return .string(text)
    case (.string(let value), .date(within: _, past: true)) where field.isPersonal:
      guard Self.dated.contains(command) else { return value.isEmpty ? nil : input }
      let date = Self.firstDay.adding(days: dates.count)
      dates.append(date)
      audiences["\"\(date)\""] = audience
      return .string("\(date)")
    case (.number, .number) where field.isPersonal:
      let number = Self.firstNumber + Int64(numbers.count)
      numbers.append(number)
      audiences["\(number)"] = audience
      return .number(number)
    case (.string, .choice(let options)) where options.contains { $0.key == choice }:
      choices += 1
      return .string(choice)
    case (.list(let inputs), .list(let inner, _, _)):
      return .list(inputs.compactMap { planted($0, as: field, inner, of: command, for: audience) })
    default: return input
    }
  }
}
