import CaseCore
import DutchMessages
import OrderedCollections
import Requests
import StrictJSON

extension Problem {
  /// A refusal of the service of settings. Its words repeat the keys that an administrator named, and no persons.
  init(_ refusal: SettingsRefusal) {
    let text = refusal.dutch
    switch refusal {
    case .notAdministrator, .otherRegion, .ownProposal, .othersProposal: self.init(.notEntitled, text)
    case .unknownProposal: self.init(.notFound, text)
    case .planNotKept: self.init(.notFound, text)
    case .settled, .damaged, .expiresNow, .outdated, .notApproved, .overtaken, .outlived, .interrupted:
      self.init(.notNow, text)
    case .reasonMissing, .reasonInvalid: self = .invalid("reden", text)
    case .invalid(let refusal):
      self.init(.invalid, refusal.faults.prefix(Self.mostFaults).map(\.dutch).joined(separator: " "))
    }
    switch refusal {
    case .invalid(let refusal):
      let faults = refusal.faults.prefix(Self.mostFaults)
      extra["regels"] = JSON(faults.map(\.dutch))
      extra["codes"] = JSON(faults.map(\.code.rawValue))
    case .reasonMissing, .reasonInvalid, .unknownProposal: break
    default: extra["regels"] = [.string(text)]
    }
    code = refusal.code.rawValue
  }
}
