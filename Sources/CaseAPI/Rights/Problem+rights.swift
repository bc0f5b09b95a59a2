import CaseCore
import DutchMessages
import OrderedCollections
import Requests
import StrictJSON

extension Problem {
  /// A refusal of the service of rights. Its words repeat the roles that an administrator named, and no persons.
  init(_ refusal: RightsRefusal) {
    let text = refusal.dutch
    switch refusal {
    case .notAdministrator, .ownProposal, .othersProposal: self.init(.notEntitled, text)
    case .unknownProposal: self.init(.notFound, text)
    case .damaged, .settled, .approved, .carriedOut, .notApproved, .approvalMissing, .expired, .otherKind, .outdated:
      self.init(.notNow, text)
    case .reasonMissing, .reasonInvalid: self = .invalid("reden", text)
    case .invalid(let faults):
      self.init(.invalid, text)
      extra["regels"] = JSON(faults.map(\.dutch))
      extra["codes"] = JSON(faults.map(\.code.rawValue))
    }
    switch refusal {
    case .invalid, .reasonMissing, .reasonInvalid, .unknownProposal: break
    default: extra["regels"] = [.string(text)]
    }
    code = refusal.code.rawValue
  }
}
