package import CaseCore
package import JOSE

/// What somebody asks to be proposed, as far as they name it.
public struct RightsRequest: Sendable {
  package enum Change: Sendable {
    /// An organisation with all that it will have.
    case enter(name: String, region: String, roles: [String])
    /// What is to be another; `nil` for what stays.
    case change(name: String?, region: String?, roles: [String]?)
    case keys([ECPublicKey])
    case resume
    case remove(despiteCases: Bool, despiteMessages: Bool)
    /// All of it goes over to another.
    case merge(into: String)
    /// It meets a condition of taking part, until that day.
    case condition(String, until: CivilDate)
    /// Another organisation acts for it.
    case mandate(MandateChange)
    /// A version of a workflow is published; SHA-256 of its text in hexadecimal.
    case publish(workflow: String, version: String, text: String)
    /// The running cases of a version go over to another, in which states can have other names.
    case upgrade(workflow: String, from: String, to: String, names: [WorkflowChange.StateName])
  }

  package let organisation: String
  package let change: Change

  /// - Parameter organisation: none of what is about a workflow.
  package init(_ change: Change, of organisation: String = "") {
    (self.change, self.organisation) = (change, organisation)
  }
}
