public import CaseCore
import Foundation
import StoreBase

/// A plan as a whole: how many cases go where, and the digest by which it is named.
///
/// The digest covers all that the plan rests on: both versions' texts, the new names of states, the calendar, and of each
/// case its revision and what would become of it. Whoever carries out a plan names it by its digest and gets that plan or none.
public struct UpgradePlan: Sendable, Hashable {
  /// In hexadecimal.
  public internal(set) var digest = ""
  /// How many cases land in each state.
  public private(set) var landing: [String: Int] = [:]
  /// How many cases each reason keeps where they are; a case can have several.
  public private(set) var staying: [Obstacle: Int] = [:]
  /// How many cases move, and how many stay.
  public private(set) var moves = 0
  public private(set) var stays = 0
  /// How many deadlines expire as soon as their case has moved.
  public private(set) var overdue = 0

  mutating func count(_ planned: PlannedCase) {
    switch planned.upgrade {
    case .lands(let place):
      moves += 1
      landing[place.state, default: 0] += 1
      overdue += place.deadlines.count(where: \.isOverdueAtOnce)
    case .stays(let obstacles):
      stays += 1
      for obstacle in obstacles { staying[obstacle, default: 0] += 1 }
    }
  }
}

extension PlanDigest {
  /// Of what all cases of a move have in common.
  init(_ move: VersionMove, texts: (from: Data, to: Data)) {
    var common = ChainHash("casusregie plan 1")
    common.add(move.from.key)
    common.add(move.from.version)
    common.add(texts.from)
    common.add(move.to.version)
    common.add(texts.to)
    common.add(move.deadlineSettings.common.version)
    common.add(move.deadlineSettings.revision)
    for name in move.names.sorted(by: { ($0.machine, $0.old) < ($1.machine, $1.old) }) {
      common.add(name.machine)
      common.add(name.old)
      common.add(name.new)
    }
    self.init(common)
  }
}

/// What came of carrying out a plan.
public struct UpgradeReport: Sendable, Hashable {
  public private(set) var moved = 0
  /// Cases that could not move, as planned.
  public private(set) var stayed = 0
  /// Cases to which nothing was done, because they changed after the plan was held against them: a new plan has them.
  public private(set) var changed = 0

  mutating func count(_ result: CaseUpgrader.Result) {
    switch result {
    case .moved: moved += 1
    case .stayed: stayed += 1
    case .changed: changed += 1
    }
  }
}
