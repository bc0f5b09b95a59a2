public import CaseCore
public import Foundation
import SettingsStore
import StoreBase

/// What a proposal does to all running cases, and the digest by which it is approved.
///
/// The digest covers what the plan rests on: the proposal, the settings that it would change, and of each case in which a deadline
/// changes, what becomes of it. A command that leaves those deadlines alone does not make a plan outdated; one that
/// touches them does, and so does a moment that has passed.
///
/// It is kept with the approval: see ``KeptPlan``.
public struct SettingsPlan: Sendable, Hashable, Codable {
  /// In hexadecimal.
  public internal(set) var digest = ""
  /// How many running cases were read, and in how many of them a deadline changes. `looked` is its stored name,
  /// which golden files have.
  public private(set) var looked = 0
  public private(set) var changes = 0
  /// How many cases could not be read, so that nobody can tell what becomes of them.
  public private(set) var unreadable = 0
  /// By region, and by deadline (machine and name).
  public private(set) var regions: [String: Totals] = [:]
  public private(set) var deadlines: [String: Totals] = [:]

  private enum CodingKeys: String, CodingKey {
    case digest, looked, changes, unreadable, regions, deadlines
  }

  public struct Totals: Sendable, Hashable, Codable {
    /// Deadlines that are counted otherwise, begin or end.
    public var changed = 0
    public var overdueAtOnce = 0
    public var warnsAgain = 0
    public var skips = 0

    private enum CodingKeys: String, CodingKey {
      case changed, overdueAtOnce, warnsAgain, skips
    }

    mutating func count(_ deadline: DeadlineChange) {
      changed += 1
      overdueAtOnce += deadline.isOverdueAtOnce ? 1 : 0
      warnsAgain += deadline.warnsAgain.count
      skips += deadline.skips.count
    }
  }

  public var totals: Totals {
    deadlines.values.reduce(into: Totals()) { sum, part in
      sum.changed += part.changed
      sum.overdueAtOnce += part.overdueAtOnce
      sum.warnsAgain += part.warnsAgain
      sum.skips += part.skips
    }
  }

  mutating func count(_ planned: PlannedSettings?, isReadable: Bool) {
    looked += 1
    unreadable += isReadable ? 0 : 1
    guard let planned else { return }
    changes += 1
    for deadline in planned.deadlines {
      regions[planned.region, default: Totals()].count(deadline)
      deadlines["\(deadline.machine)/\(deadline.name.name)", default: Totals()].count(deadline)
    }
  }
}

/// What a plan says of one case in which a deadline changes.
public struct PlannedSettings: Sendable {
  package let caseID: UUID
  let reader: String
  let keyring: Keyring
  /// The id under which the organisation of whoever looks would know the case.
  public var alias: UUID { keyring.alias(of: caseID, for: reader) }
  public let workflow: String
  public let region: String
  public let deadlines: [DeadlineChange]
  /// What happens at once, and cannot be taken back.
  public let atOnce: [Consequence]

  /// Differs when what would become of the case differs. The moment at which a deadline would begin is no part of it: that
  /// is the moment of the approval, whenever it comes.
  var digest: Data {
    var hash = ChainHash("casusregie settings of a case 1")
    hash.add(caseID)
    hash.add(region)
    for deadline in deadlines {
      hash.add(deadline.name.description)
      hash.add(deadline.effect.rawValue)
      hash.add(deadline.oldDue?.microseconds)
      hash.add(deadline.effect == .started ? nil : deadline.newDue?.microseconds)
      hash.add(deadline.isOverdueAtOnce ? 1 : 0)
      for list in [deadline.warnsAgain, deadline.skips] {
        hash.add(Int64(list.count))
        for number in list { hash.add(Int64(number)) }
      }
    }
    for consequence in atOnce {
      hash.add(consequence.deadline)
      for move in consequence.moves {
        hash.add(move.child)
        hash.add(move.to)
      }
      hash.add(Int64(consequence.told.count))
      for role in consequence.told { hash.add(role) }
    }
    return hash.finalize()
  }
}

/// The cases that a plan read, as far as is needed to see later whether it still is the plan.
struct PlanGround {
  struct Seen {
    var revision: Int64
    /// Of a case in which something changes.
    var digest: Data?
    var region: String?
  }

  private let common: PlanDigest
  var cases: [UUID: Seen] = [:]

  init(
    _ proposal: Proposal,
    deadlineSettings: DeadlineSettings,
    cases: [UUID: Seen] = [:]
  ) throws(StoreError) {
    self.cases = cases
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let changes = try? encoder.encode(proposal.changes) else { throw .corrupt("settings that cannot be written") }
    var common = ChainHash("casusregie settings plan 1")
    common.add(proposal.number)
    common.add(deadlineSettings.revision)
    common.add(deadlineSettings.common.version)
    common.add(changes)
    self.common = PlanDigest(common)
  }

  var digest: String {
    var digest = common
    for item in changing { digest.add(item.digest) }
    return digest.text
  }

  /// The cases in which something changes, in the order of the database.
  var changing: [(id: UUID, digest: Data, region: String)] {
    cases.compactMap { id, seen in seen.digest.map { (id, $0, seen.region ?? "") } }
      .sorted { $0.id.uuid < $1.id.uuid }
  }
}

/// In the order of their bytes, which is the database's.
private func < (left: uuid_t, right: uuid_t) -> Bool {
  withUnsafeBytes(of: left) { left in withUnsafeBytes(of: right) { right in left.lexicographicallyPrecedes(right) } }
}
