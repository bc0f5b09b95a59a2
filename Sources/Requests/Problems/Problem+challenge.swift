import OrderedCollections
import StrictJSON

extension Problem {
  /// Where a token is shown and is not enough.
  package static let realm = "casusregie"

  /// The same, with what to ask the identity provider for, so that the next token is enough (RFC 9470, 3).
  /// - Parameter acrValues: as the provider calls the levels, the preferred one first; empty when it is not known to give any of them.
  package func asking(_ acrValues: [String]) -> Problem {
    var problem = self
    problem.extra["acrWaarden"] = JSON(acrValues)
    let asked = acrValues.isEmpty ? "" : #", acr_values="\#(acrValues.joined(separator: " "))""#
    problem.headers["WWW-Authenticate"] =
      #"Bearer realm="\#(Self.realm)", error="insufficient_user_authentication""# + asked
    return problem
  }
}
