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
    return ([head] + (lines.isEmpty ? ["  no running cases"] : lines)).map(Terminal.line).joined(separator: "\n")
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
    cases = review.cases.map { Cases(workflow: $0.workflow, role: $0.role, running: $0.running) }
  }
}
