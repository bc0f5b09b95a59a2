import CaseCore
import CaseReading
import Foundation
import OrderedCollections
import StoreBase

/// The record of a destruction for people. Labels and what was written are as they are on record.
struct DestructionText {
  private let view: DestructionView

  init(_ view: DestructionView) { self.view = view }

  var text: String {
    var lines = [
      "case \(view.alias.uuidString.lowercased())  \(view.workflowKey) \(view.version)",
      "  destroyed \(view.at), ground \(label(of: view.ground))",
      "  carried out by \(act(view.completed))",
    ]
    lines += view.decided.map { "  decided: \($0.option ?? "") by \(act($0)), \($0.at)" }
    lines += view.recipients.map { recipient in
      let state = view.workflow?.machines[recipient.machine]?.states[recipient.state]?.label ?? recipient.state
      return "  recipient \(name(of: recipient.organisation)): \(state) since \(recipient.since)"
    }
    lines += view.fields.sorted { $0.key < $1.key }.map { "  \($0.key): \(Self.oneLine($0.value))" }
    return lines.joined(separator: "\n")
  }

  private func act(_ act: DestructionRecord.Act) -> String {
    let role = view.workflow?.roles[act.role]?.label ?? act.role
    let person = view.person(act).map { " (\(Self.oneLine(.text($0))))" } ?? ""
    return "\(name(of: act.organisation)) as \(role)\(person)"
  }

  private func name(of organisation: String) -> String {
    view.directory.organisations[organisation]?.name ?? organisation
  }

  private func label(of ground: String) -> String { view.workflow?.grounds[ground]?.label ?? ground }

  private static func oneLine(_ value: Value) -> String {
    let text =
      switch value {
      case .text(let text), .choice(let text), .reference(let text), .child(let text), .otherCase(let text): text
      case .date(let date): date.description
      case .number(let number): "\(number)"
      case .list(let values): values.map(oneLine).joined(separator: ", ")
      }
    return Terminal.line(text)
  }
}
