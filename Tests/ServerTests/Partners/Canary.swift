import CaseCore
import Foundation
import OrderedCollections
import WorkflowFiles

/// Unmistakable texts in the place of everything that a story says of people, and of the names of who acts.
struct Canary {
  /// In each of them; no text has it by chance.
  let mark = "kanarie" + String((0..<16).map { _ in "bcdfghjklmnpqrstvwxz".randomElement() ?? "x" })
  /// The roles that may read each text, of commands that say so.
  private(set) var audiences: [String: [String]] = [:]
  /// How many there are.
  private(set) var count = 0

  /// The story with them in it. Where something is refused, it stays what it was.
  mutating func planted(in story: Scenario, of workflow: Workflow) -> Scenario {
    var story = story
    for index in story.steps.indices {
      guard var sent = story.steps[index].command, story.steps[index].expectation.refusal == nil else { continue }
      sent.person = "\(mark)-\(sent.person)"
      let machine = workflow.machine(of: sent.name).flatMap { workflow.machines[$0] }
      guard let definition = machine?.commands[sent.name] else { continue }
      for (name, input) in sent.fields {
        guard let field = definition.fields[name] else { continue }
        sent.fields[name] = planted(input, as: field.kind, for: definition.audience)
      }
      for (name, field) in definition.fields where sent.fields[name] == nil && field.isPersonal {
        if case .text = field.kind {
          sent.fields[name] = planted(.string(""), as: field.kind, for: definition.audience)
        }
      }
      story.steps[index].command = sent
    }
    return story
  }

  private mutating func planted(_ input: Input, as kind: Field.Kind, for audience: [String]?) -> Input {
    switch (input, kind) {
    case (.string, .text):
      count += 1
      let text = "\(mark)-\(count)-tekst"
      audiences[text] = audience
      return .string(text)
    case (.list(let inputs), .list(let inner, _, _)):
      return .list(inputs.map { planted($0, as: inner, for: audience) })
    default: return input
    }
  }

  /// The same bytes as they stand in other forms: as they are, in hexadecimal, and in Base64 at each of its three offsets.
  var forms: [String] {
    let bytes = Array(mark.utf8)
    let base64 = (0..<3).map { offset in
      let text = Data(Array(repeating: UInt8(ascii: "x"), count: offset) + bytes).base64EncodedString()
      // Without the characters that also hold bits of what is around.
      return String(text.dropFirst(offset == 0 ? 0 : 4).dropLast(4))
    }
    return [mark, bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()] + base64
  }

  func isIn(_ text: String) -> Bool { forms.contains { text.contains($0) } }
}
