import CaseCore
import Foundation
import OrderedCollections
import StrictJSON

@testable import CaseAPI
@testable import CaseReading

/// All that the API shows a reader of a case, without what says of every step that there was one, and without what a reader could know
/// beforehand: that a moment of a deadline has come.
struct ReaderView: Hashable {
  /// `nil` when the reader may not know of the case.
  let shown: JSON?

  /// Nobody knows these cases by an id.
  private static let alias = UUID()
  private static let left: Set<String> = ["revisie", "gewijzigdTijdstip", "volgendMoment", "verlopen"]

  init(_ instance: Case?, for organisation: Organisation, by decider: Decider) {
    let actor = Actor(subject: "somebody", organisation: organisation.number, roles: organisation.roles)
    let view = instance.flatMap { CaseView($0, as: Self.alias, for: actor, by: decider) }
    shown = view.map { Self.kept($0.json(children: [:])) }
  }

  private static func kept(_ json: JSON) -> JSON {
    switch json {
    case .object(let members): .object(members.filter { !left.contains($0.key) }.mapValues(kept))
    case .array(let elements): .array(elements.map(kept))
    default: json
    }
  }
}
