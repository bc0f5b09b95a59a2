import CaseCore

/// Conditions on whose command it is, and on whose votes there are.
extension GuardReader {
  func voted(_ decision: String, _ group: GroupReader, command: String?) -> Guard? {
    guard let organisation = group.required("by")?.name() else { return nil }
    let option = group.optional("is").map { $0.name() }
    // It was reported.
    if case .some(nil) = option { return nil }
    return .voted(
      decision,
      by: named(organisation, command: command),
      option: option?.map { named($0, command: command) }
    )
  }

  /// A fact, or a field where no fact has the name: a field that has the name of a fact becomes the fact before conditions are weighed.
  func named(_ name: String, command: String?) -> Guard.Subject {
    kinds.fact(name, of: machine) == nil && kinds.field(name, of: command) != nil ? .field(name) : .fact(name)
  }
}
