import CaseCore
import Foundation
import OrderedCollections
import Postgres

/// Reads from the journal of a case, while its key is there, how its destruction was decided.
///
/// Votes are gone from a case once it enters another state, so they are taken from the entry that brought it where it is
/// destroyed; with them the children that this entry or a later one made, in which recipients confirm.
struct DestructionHistory {
  private var instance: Case
  /// When, and on which ground, each vote was given.
  private var acts: [Vote: DestructionRecord.Act] = [:]
  /// Those by which the case came into its present state.
  private(set) var decided: [DestructionRecord.Act] = []
  /// The children made on the way into the present state or in it, in that order.
  private(set) var children: [String] = []
  /// Since when each child is in its state.
  private(set) var since: [String: Instant] = [:]

  init(of empty: Case) { instance = empty }

  /// The history of a case up to the decision that destroys it, the last of these; those before it are the clock's.
  init(_ decisions: [Decision], of record: CaseRecord?, on connection: isolated PostgresConnection) throws {
    guard let decision = decisions.last else { throw StoreError.corrupt("nothing to write") }
    var empty = decision.result
    empty.root = Instance(machine: empty.root.machine)
    empty.children = [:]
    self.init(of: empty)
    if let record {
      for row in try connection.query(Self.entries(of: record)) {
        let entry = try JournalRow(row)
        let plain = try record.cipher.open(entry.content, as: .entry, revision: entry.revision)
        let content = try ContentCoder.decode(EntryContent.self, from: plain)
        add(content.changes, ground: entry.ground, at: entry.recordedAt)
      }
    }
    for entry in decisions.dropLast().map(\.entry) {
      add(entry.changes, ground: entry.ground, at: entry.at)
    }
    // A vote that destroys at once counts too; else it is what brought the case here.
    let before = (decided, children)
    let last = decision.entry
    add(last.changes, ground: last.ground, at: last.at)
    if decided.isEmpty { decided = before.0 }
    children = before.1
  }

  private mutating func add(_ changes: [Change], ground: String, at moment: Instant) {
    var made: [String] = []
    var enters = false
    for change in changes {
      switch change {
      case .voted(let decision, let vote, _):
        acts[vote] = DestructionRecord.Act(
          organisation: vote.organisation,
          role: vote.role,
          person: vote.person,
          at: moment,
          ground: ground,
          decision: decision,
          option: vote.option
        )
      case .entered:
        enters = true
        decided = instance.root.votes.sorted { $0.key < $1.key }.flatMap { $0.value.compactMap { acts[$0] } }
      case .began(let child, _): made.append(child)
      case .inChild(let child, .entered): since[child] = moment
      default: break
      }
      instance.apply(change)
    }
    children = enters ? made : children + made
  }

  private static func entries(of record: CaseRecord) -> Statement {
    """
    select \(unsafeRawSQL: JournalRow.columns) from journal
    where case_id = \(record.cipher.caseID) and revision <= \(record.instance.revision) order by revision
    """
  }
}
