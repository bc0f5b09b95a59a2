import CaseCore
import Server
import StoreBase

extension Administration.OrganisationReview {
  var text: String {
    let organisation = registered.organisation
    let state = registered.isSuspended ? "  (suspended)" : ""
    let roles = organisation.roles.sorted().joined(separator: ",")
    let head = "\(organisation.number)  \(organisation.region)  \(roles)  \(organisation.name)\(state)"
    let lines = cases.map { "  \($0.workflow)  \($0.role ?? "role not known yet")  \($0.running) running cases" }
    let met = conditions.sorted { $0.key < $1.key }.map { "  condition \($0.key) until \($0.value)" }
    let agreed = met + mandates.map { "  \($0.text)" }
    return ([head] + agreed + (lines.isEmpty ? ["  no running cases"] : lines)).map(Terminal.line)
      .joined(separator: "\n")
  }
}

/// An organisation in the directory with its running cases, for programs. Members are only added.
struct OrganisationReviewJSON: Encodable {
  let organisation: String
  let name: String
  let region: String
  let suspended: Bool
  let roles: [String]
  let cases: [Cases]
  /// Each with the last day on which it is met.
  let conditions: [String: String]
  let mandates: [Mandated]

  struct Mandated: Encodable {
    let number: Int64
    let principal: String
    let agent: String
    let workflow: String
    let roles: [String]
    let from: String
    let until: String
  }

  struct Cases: Encodable {
    let workflow: String
    /// Absent for cases of which lists do not know yet who sees what.
    let role: String?
    let running: Int
  }

  init(_ review: Administration.OrganisationReview) {
    let known = review.registered.organisation
    (organisation, name, region) = (known.number, known.name, known.region)
    suspended = review.registered.isSuspended
    roles = known.roles.sorted()
    conditions = review.conditions.mapValues(\.description)
    mandates = review.mandates.map { mandate in
      Mandated(
        number: mandate.number,
        principal: mandate.principal,
        agent: mandate.agent,
        workflow: mandate.workflow,
        roles: mandate.roles.sorted(),
        from: mandate.from.description,
        until: mandate.until.description
      )
    }
    cases = review.cases.map { Cases(workflow: $0.workflow, role: $0.role, running: $0.running) }
  }
}
