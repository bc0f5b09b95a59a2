import CaseCore
import OrderedCollections

/// Reads the expectations of a step.
struct ExpectationReader {
  let steps: StepReader

  func expectation(_ reader: NodeReader) -> Scenario.Expectation {
    guard let group = reader.group(["state", "children", "told", "refused", "expired", "deadlines", "erased"]) else {
      return .init()
    }
    return Scenario.Expectation(
      state: group.optional("state")?.name(),
      children: group.optional("children")?.dictionary { $0.name() ?? "" } ?? [:],
      told: group.optional("told").map(told),
      refusal: group.optional("refused").flatMap(refusal),
      expired: group.optional("expired")?.oneOrMore().compactMap { $0.deadlineName() } ?? [],
      deadlines: group.optional("deadlines").map(deadlines) ?? [:],
      erases: group.optional("erased")?.flag()
    )
  }

  private func deadlines(_ reader: NodeReader) -> OrderedDictionary<String, Scenario.Running> {
    var deadlines: OrderedDictionary<String, Scenario.Running> = [:]
    for (name, reader) in reader.entries(named: \.isDeadlineName) { deadlines[name] = reader.running() }
    return deadlines
  }

  private func told(_ reader: NodeReader) -> OrderedDictionary<String, [String]> {
    var told: OrderedDictionary<String, [String]> = [:]
    for (name, reader) in reader.entries() where steps.organisation(name, at: reader) { told[name] = reader.names() }
    return told
  }

  private func refusal(_ reader: NodeReader) -> Scenario.Refused? {
    guard let group = reader.group(["kind", "says", "fields"]) else { return nil }
    let says = group.optional("says")?.oneOrMore().compactMap { $0.text() } ?? []
    let fields = group.optional("fields")?.names()
    return group.required("kind")?.word(Scenario.Refused.Kind.self).map { .init(kind: $0, says: says, fields: fields) }
  }
}

extension NodeReader {
  fileprivate func deadlineName() -> String? {
    guard let name = scalar(expecting: "een termijn") else { return nil }
    if name.isDeadlineName { return name }
    fault(Self.notKebabCase(name))
    return nil
  }

  fileprivate func running() -> Scenario.Running {
    switch node.content {
    case .scalar("running", _): .running
    case .scalar("stopped", _): .stopped
    case .scalar("suspended", _): .suspended
    default: date().map(Scenario.Running.until) ?? .running
    }
  }
}
