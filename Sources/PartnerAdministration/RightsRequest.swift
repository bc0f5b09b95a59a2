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
  }

  package let organisation: String
  package let change: Change

  package init(_ change: Change, of organisation: String) {
    (self.change, self.organisation) = (change, organisation)
  }
}
