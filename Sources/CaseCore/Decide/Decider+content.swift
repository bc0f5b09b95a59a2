import OrderedCollections

extension Decider {
  /// What is wrong with what a command says, by itself: without the case that it is for, and whoever gives it. Which parts a case has, and
  /// which organisations are listed, is not looked at, nor what is required because of other fields: only whether they are named as they must be.
  /// - Parameter begins: whether a case is to begin with it.
  /// - Returns: `nil` when nothing is wrong, and for what the clock does.
  public func refusal(ofContentOf command: Command, begins: Bool) -> Refusal? {
    guard case .command(let name, _) = command.cause else { return nil }
    let root = workflow.rootMachine
    guard let key = workflow.machine(of: name), let definition = workflow.machines[key]?.commands[name],
      begins == (root?.begins(by: name) ?? false)
    else { return begins ? .unknownCase : .unknownCommand(name) }
    var faults = part(of: command, of: key, definition)
    let empty = Case(workflow: workflow.key, version: workflow.version, machine: workflow.root, region: "", at: now)
    faults += accepted(command.fields, for: definition, in: empty, nil).faults.filter {
      guard case .value(let fault, _) = $0.fault else { return true }
      return !fault.isOfSurroundings(command.fields[$0.field])
    }
    if case .failure(let fault) = chosen(command.ground, for: definition) { faults.append(fault) }
    return faults.isEmpty ? nil : .invalid(faults)
  }

  /// The fields that are missing from the command that starts a case, because of what it says.
  package func required(toStartBy name: String, _ inputs: [String: Input], on ground: String?) -> [String] {
    guard let machine = workflow.rootMachine, let definition = machine.commands[name] else { return [] }
    var empty = Case(workflow: workflow.key, version: workflow.version, machine: workflow.root, region: "", at: now)
    for (name, fact) in machine.facts {
      if let initial = fact.initial { empty.apply(.set(fact: name, value: initial)) }
    }
    let situation = situation(of: empty, child: nil, ground: ground)
    return accepted(inputs, for: definition, in: empty, situation).faults.filter { $0.code == .requiredHere }.map(
      \.field
    )
  }

  /// Whether a part is named where the command is about one, and nowhere else.
  private func part(of command: Command, of machine: String, _ definition: CommandDefinition) -> [Refusal.FieldFault] {
    switch (machine == workflow.root, command.child) {
    case (true, .some): [.init(field: Self.childField, fault: .partNotAsked(command: definition.label))]
    case (false, nil): [.init(field: Self.childField, fault: .partMissing(command: definition.label, known: []))]
    case (true, nil), (false, .some): []
    }
  }
}

extension ValueFault {
  /// Characters of an OIN, or of another number of an organisation.
  private static let lengthOfNumber = 20

  /// Whether it is written as a UUID is.
  private static func isID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.joined().utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
      }
  }

  /// Whether another case, or another directory, could take the input.
  fileprivate func isOfSurroundings(_ input: Input?) -> Bool {
    switch (self, input) {
    case (.unknownPart, .string), (.conditionMissing, .string): true
    // Whatever is no id of a case is none anywhere.
    case (.unknownOtherCase, .string(let text)): Self.isID(text)
    case (.unknownOrganisation, .string(let number)):
      number.utf8.count == Self.lengthOfNumber
        && number.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) }
    case (.item(let number, let fault), .list(let items)):
      items.indices.contains(number - 1) && fault.isOfSurroundings(items[number - 1])
    default: false
    }
  }
}
