import ArgumentParser
import Foundation

/// The id of a case, as it is typed.
enum CaseID {
  static func read(_ text: String) throws -> UUID {
    guard let id = UUID(uuidString: text) else { throw ValidationError("«\(text)» is geen id van een casus.") }
    return id
  }
}
