public import CaseCore
import DutchMessages
public import Foundation
import StoreBase

/// What a plan says of one case.
public struct PlannedCase: Sendable, Hashable {
  /// The case's own id. It means nothing outside the database, and no entrance takes it: parties know the case by others.
  public let caseID: UUID
  /// The revision that was looked at, with what the clock has still to do to the case.
  public let revision: Int64
  public let region: String
  /// The state under the old version.
  public let state: String
  public let upgrade: UpgradeOutcome

  /// - Parameter instance: the case as the clock has it.
  init(_ caseID: UUID, _ instance: Case, move: VersionMove, at now: Instant) {
    self.caseID = caseID
    revision = instance.revision
    region = instance.region
    state = instance.state
    upgrade = move.outcome(for: instance, at: now)
  }

  /// A case that cannot be read stays where it is, and the others go on.
  init(unreadable caseID: UUID, revision: Int64, region: String, state: String) {
    self.caseID = caseID
    self.revision = revision
    self.region = region
    self.state = state
    upgrade = .stays([.unreadable])
  }

  /// Differs when the case or what would become of it differs. The moment at which a deadline would begin is no part of
  /// it: that is the moment of the move, whenever it comes.
  var digest: Data {
    var hash = ChainHash("casusregie plan of a case 1")
    hash.add(caseID)
    hash.add(revision)
    switch upgrade {
    case .stays(let obstacles):
      hash.add(Int64(obstacles.count))
      for obstacle in obstacles { hash.add(obstacle.dutch) }
    case .lands(let landing):
      hash.add(landing.state)
      for deadline in landing.deadlines {
        hash.add(deadline.name.description)
        hash.add(deadline.effect.rawValue)
        hash.add(deadline.effect == .started ? nil : deadline.newDue.map { Int64(Amsterdam.date(at: $0).dayNumber) })
        hash.add(deadline.isOverdueAtOnce ? 1 : 0)
      }
    }
    return hash.finalize()
  }
}
