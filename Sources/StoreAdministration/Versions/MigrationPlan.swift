public import CaseCore
import Crypto
import Foundation
import StoreBase

/// A plan as a whole: how many cases go where, and the digest by which it is named.
///
/// The digest covers all that the plan rests on: both versions' texts, the new names of states, the calendar, and of each
/// case its revision and what would become of it. Whoever carries out a plan names it by its digest and gets that plan or none.
public struct MigrationPlan: Sendable, Hashable {
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
    switch planned.migration {
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

/// The digest of a plan in the making: of what all cases have in common, and then of each in the order of their ids.
struct PlanHash {
  private var hash = SHA256()

  init(_ move: VersionMove, texts: (from: Data, to: Data)) {
    var head = ChainHash("casusregie plan 1")
    head.add(move.from.key)
    head.add(move.from.version)
    head.add(texts.from)
    head.add(move.to.version)
    head.add(texts.to)
    head.add(move.deadlineSettings.common.version)
    head.add(move.deadlineSettings.revision)
    for name in move.names.sorted(by: { ($0.machine, $0.old) < ($1.machine, $1.old) }) {
      head.add(name.machine)
      head.add(name.old)
      head.add(name.new)
    }
    hash.update(data: head.finalize())
  }

  mutating func add(_ digest: Data) { hash.update(data: digest) }

  var text: String { hash.finalize().map { String($0, radix: 16).leftPadded }.joined() }
}

extension String {
  fileprivate var leftPadded: String { count < 2 ? "0\(self)" : self }
}

/// What came of carrying out a plan.
public struct MigrationReport: Sendable, Hashable {
  public private(set) var moved = 0
  /// Cases that could not move, as planned.
  public private(set) var stayed = 0
  /// Cases to which nothing was done, because they changed after the plan was held against them: a new plan has them.
  public private(set) var changed = 0

  mutating func count(_ result: CaseMigrator.Result) {
    switch result {
    case .moved: moved += 1
    case .stayed: stayed += 1
    case .changed: changed += 1
    }
  }
}
