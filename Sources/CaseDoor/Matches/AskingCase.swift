package import Foundation

/// A case of which people decided to ask at once, by one identity of its workflow.
package struct AskingCase: Sendable {
  package let caseID: UUID
  package let subject: String
}
