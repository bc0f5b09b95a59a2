package import CaseCore
import OrderedCollections
import Requests
import StrictJSON

/// A request that starts a case, made of the workflow alone: something to send and to change. Whatever must be filled in is, with
/// values that are visibly examples.
package struct StartExample {
  /// The body of the request.
  let body: JSON
  /// The same as text.
  package var text: String { body.text }
  /// The required fields for which there is no example: no organisation holds a role that fits.
  package let missing: [String]

  /// - Parameters:
  ///   - command: one with which a case begins.
  ///   - organisation: the sender's number.
  /// - Returns: `nil` for any other command.
  package init?(
    _ workflow: Workflow,
    with command: String,
    by organisation: String,
    directory: Directory,
    today: CivilDate
  ) {
    guard let machine = workflow.rootMachine, machine.begins(by: command), let definition = machine.commands[command]
    else { return nil }
    let examples = Examples(directory: directory, sender: organisation, today: today)
    var fields: OrderedDictionary<String, JSON> = [:]
    var missing: [String] = []
    for (name, field) in definition.fields where field.isRequired {
      if let value = examples.value(of: field.kind) { fields[name] = value } else { missing.append(name) }
    }
    let grounds = workflow.grounds(of: definition, validOn: today)
    let decider = Decider(
      workflow: workflow,
      directory: directory,
      calendar: .standard,
      now: Amsterdam.startOfDay(today)
    )
    // What these ask, and what that asks in turn.
    for _ in definition.fields {
      let inputs = Dictionary(uniqueKeysWithValues: fields.map { ($0, $1.input) })
      let asked = decider.required(toStartBy: command, inputs, on: grounds.first)
      let new = asked.filter { !missing.contains($0) }
      if new.isEmpty { break }
      for name in new {
        if let value = definition.fields[name].flatMap({ examples.value(of: $0.kind) }) {
          fields[name] = value
        } else {
          missing.append(name)
        }
      }
    }
    var members: OrderedDictionary<String, JSON> = [
      "werkstroom": .string(workflow.key), "opdracht": .string(command),
    ]
    if definition.grounds.count > 1, let ground = grounds.first { members["grondslag"] = .string(ground) }
    members["velden"] = .object(fields)
    body = .object(members)
    self.missing = missing
  }

  /// The first command and role with which one organisation can start a case when there is no other, with the request.
  /// - Parameter organisation: in whatever roles; it is taken to have the one that is tried.
  package static func alone(
    _ workflow: Workflow,
    by organisation: Organisation,
    today: CivilDate
  ) -> (role: String, example: StartExample)? {
    for start in workflow.rootMachine?.starts ?? [] {
      if let found = alone(workflow, with: start.command, by: organisation, today: today) { return found }
    }
    return nil
  }

  /// The same with one of the commands.
  package static func alone(
    _ workflow: Workflow,
    with command: String,
    by organisation: Organisation,
    today: CivilDate
  ) -> (role: String, example: StartExample)? {
    for role in workflow.rootMachine?.commands[command]?.roles ?? [] {
      var sender = organisation
      sender.roles = [role]
      let example = StartExample(
        workflow,
        with: command,
        by: sender.number,
        directory: Directory([sender]),
        today: today
      )
      if let example, example.missing.isEmpty { return (role, example) }
    }
    return nil
  }

  private struct Examples {
    let directory: Directory
    let sender: String
    let today: CivilDate

    func value(of kind: Field.Kind) -> JSON? {
      switch kind {
      case .text(let maximum): .string(String("Voorbeeld".prefix(maximum)))
      case .date(let within, _): .string((within == nil ? today : today.adding(days: 1)).description)
      case .number(let minimum, let maximum): .integer(minimum ?? maximum.map { min($0, 1) } ?? 1)
      case .choice(let options): options.first.map { JSON.string($0.key) }
      case .reference(let roles): organisation(in: roles).map(JSON.string)
      // No example is a case of the sender's.
      case .child, .otherCase: nil
      case .list(let kind, let minimum, _):
        value(of: kind).map { JSON.array(Array(repeating: $0, count: max(1, minimum))) }
      }
    }

    /// The sender itself where it fits, then one of its region, then any.
    private func organisation(in roles: [String]) -> String? {
      let region = directory.organisations[sender]?.region
      let candidates = directory.organisations.values.filter {
        $0.takesPart && (roles.isEmpty || !$0.roles.isDisjoint(with: roles))
      }
      return candidates.min { left, right in
        let (one, other) = (distance(left, region), distance(right, region))
        return (one, left.number) < (other, right.number)
      }?.number
    }

    private func distance(_ organisation: Organisation, _ region: String?) -> Int {
      organisation.number == sender ? 0 : organisation.region == region ? 1 : 2
    }
  }
}
