package import DutchMessages

/// A request that is not what it should be: all of it that is wrong, at once. Nothing of what was sent is in it.
package struct InvalidRequest: Error, Hashable {
  package let faults: [FieldFault]

  package init(_ faults: [FieldFault]) { self.faults = faults }

  package init(_ field: String, _ message: String) { self.init([.init(field: field, message: message)]) }

  /// The code of a member that the interface does not have.
  package static let unknownMember = "unknown-member"

  /// The one about the request as a whole.
  package static let whole = "verzoek"
}
