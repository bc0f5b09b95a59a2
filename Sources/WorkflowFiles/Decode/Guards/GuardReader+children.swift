import CaseCore

extension GuardReader {
  /// A condition on the children of a machine: one key says how many, and in which states.
  func children(_ name: String, _ group: GroupReader) -> Guard? {
    let quantities = ["some", "none", "every", "at-least"]
    let present = quantities.filter(group.has)
    guard let word = present.first, present.count == 1, let reader = group.optional(word) else {
      group.reader.fault("Zeg van de onderdelen precies één van: \(quantities.joined(separator: ", ")).")
      return nil
    }
    let condition = group.optional("where").flatMap { about(name).condition($0, command: nil) }
    if word == "at-least" {
      let states = group.optional("in")?.names() ?? []
      return reader.count(atLeast: 1).map { .children(.init(name, .atLeast($0), in: states, where: condition)) }
    }
    group.optional("in")?.fault("«in» hoort bij «at-least»; bij «\(word)» staan de fasen in de lijst zelf.")
    return .children(.init(name, Self.quantity(word), in: reader.names(), where: condition))
  }

  private static func quantity(_ word: String) -> Guard.Children.Quantity {
    switch word {
    case "some": .some
    case "none": .none
    default: .every
    }
  }
}
