import OrderedCollections

extension Workflow {
  /// The organisations, where each meets all conditions of taking part of which nothing is said: what tries a workflow out is not about those,
  /// unless it says so.
  package func meetingConditions(_ organisations: some Sequence<Organisation>) -> [Organisation] {
    organisations.map { organisation in
      var organisation = organisation
      organisation.conditions.merge(conditions.keys.map { ($0, .max) }) { said, _ in said }
      return organisation
    }
  }
}
