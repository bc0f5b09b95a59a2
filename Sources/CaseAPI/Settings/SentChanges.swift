public import CaseCore
public import Foundation
import OrderedCollections
import Requests
import StrictJSON

/// Changes as the API takes them, from elsewhere than a request: so that a file for the command line is written in the same
/// words.
public enum SentChanges {
  /// - Parameter data: JSON, the list `wijzigingen` of a proposal, or the object that has it.
  /// - Throws: all that is wrong, each with its place.
  public static func read(_ data: Data) throws(ConfigurationRefusal) -> [ConfigurationChange] {
    let json: JSON
    do { json = try JSONReader.read(Array(data)) } catch {
      throw ConfigurationRefusal(["Dit is geen JSON, of JSON die te diep genest is of een naam tweemaal heeft."])
    }
    let list: JSON = if case .object(let members) = json { members[member] ?? .null } else { json }
    do throws(InvalidRequest) { return try ProposalBody([member: list, "reden": "-"]).changes } catch {
      throw ConfigurationRefusal(error.faults.map { "\($0.field): \($0.message)" })
    }
  }

  private static let member = "wijzigingen"
}
