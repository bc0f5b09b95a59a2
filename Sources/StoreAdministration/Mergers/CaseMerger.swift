import CaseCore
public import CaseDoor
public import Foundation
import Postgres
public import StoreBase

/// Cases of an organisation that is merged into another go over to that one, case by case through the door: each in a transaction of its
/// own, as an entry of its journal.
///
/// ```
///  a case that the former has an id for, and that did not go over
///       │ hold it; what the clock has still to do
///       ▼
///  Decider.merge ─► the entry, the events, and under which id the former knew it: all or nothing
/// ```
///
/// A run that is cut off leaves whole cases behind, gone over or not, and the next one goes on with the rest; so do two at once.
public struct CaseMerger: Sendable {
  /// What became of a case.
  public enum Result: Sendable, Hashable {
    /// It went over.
    case moved
    /// Its content was destroyed: there is nothing to take part in. What the former has to acknowledge of it goes over all the same.
    case destroyed
    /// It cannot be read, so it stays until it can.
    case unreadable
    /// Another run was first.
    case done
  }

  /// What a run came to.
  public struct Report: Sendable, Hashable {
    public var moved = 0
    public var destroyed = 0
    /// The cases' own ids.
    public var unreadable: [UUID] = []

    public init() {}

    public static func + (first: Report, second: Report) -> Report {
      var sum = first
      sum.moved += second.moved
      sum.destroyed += second.destroyed
      // The second run looks at these again.
      sum.unreadable = second.unreadable
      return sum
    }
  }

  private let door: CommandDoor
  private let merger: Merger

  public init(_ door: CommandDoor, _ merger: Merger) { (self.door, self.merger) = (door, merger) }

  /// How many cases are looked for at a time.
  private static let batch = 200

  /// Takes over what did not go over yet.
  /// - Parameter each: called after each case; what it throws ends the run.
  public func run(_ each: (UUID, Result) async throws -> Void = { _, _ in }) async throws -> Report {
    var (report, last) = (Report(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    while true {
      let cases = try await next(after: last)
      for (alias, caseID) in cases {
        let result = try await takeOver(caseID, alias)
        switch result {
        case .moved: report.moved += 1
        case .destroyed: report.destroyed += 1
        case .unreadable: report.unreadable.append(caseID)
        case .done: break
        }
        try await each(caseID, result)
      }
      guard cases.count == Self.batch, let end = cases.last else { return report }
      last = end.0
    }
  }

  private func next(after alias: UUID) async throws(StoreError) -> [(UUID, UUID)] {
    let query = Queries.next.bind(merger.former, merger.successor, alias, Self.batch)
    return try await door.pool.store { connection in try connection.query(query).map { (try $0[0], try $0[1]) } }
  }

  private func takeOver(_ caseID: UUID, _ alias: UUID) async throws(StoreError) -> Result {
    let (result, writing) = try await door.pool.store { connection in
      do {
        return try connection.withTransaction { connection in try takeOver(caseID, alias, on: connection) }
      } catch {
        guard StoreError.ofTheCase(error) != nil else { throw error }
        return (.unreadable, nil)
      }
    }
    if let writing { door.wake(tells: writing.tells, times: writing.startsTimers) }
    return result
  }

  private func takeOver(
    _ caseID: UUID,
    _ alias: UUID,
    on connection: isolated PostgresConnection
  ) throws -> (Result, CaseWriting?) {
    // Who waits for the case finds here what the other has done.
    let answers = try connection.pipeline([
      CommandDoor.lock(caseID), Queries.isOver.bind(merger.successor, alias), CommandDoor.cases([caseID]),
    ])
    guard answers[1].isEmpty else { return (.done, nil) }
    guard let row = answers[2].first else { throw StoreError.schemaMissing }
    let loaded = try door.loaded(row, withCase: true, on: connection)
    let note = [
      Queries.note.bind(merger.successor, alias, merger.former, caseID),
      Queries.noteEarlier.bind(merger.successor, merger.former, caseID),
    ]
    guard let record = loaded.record else {
      try connection.pipeline(note)
      return (.destroyed, nil)
    }
    let decider = try door.decider(for: record, loaded, on: connection)
    let clock = decider.catchUp(record.instance, from: loaded.earlier)
    let decision = decider.merge(
      merger.former,
      into: merger.successor,
      proposal: merger.proposal,
      in: clock.last?.result ?? record.instance
    )
    let writing = try door.write(clock + [decision], loaded, on: connection)
    try connection.pipeline(CaseWriting.statements([writing]) + note)
    return (.moved, writing)
  }

  private enum Queries {
    static let next = PreparedQuery(
      """
      select known.alias, known.case_id from case_party known
      where known.organisation = $1 and known.alias > $3
        and not exists (select from succession where organisation = $2 and alias = known.alias)
      order by known.alias limit $4
      """
    )
    static let isOver = PreparedQuery("select from succession where organisation = $1 and alias = $2")
    static let note = PreparedQuery(
      "insert into succession (organisation, alias, former, case_id) values ($1, $2, $3, $4) on conflict do nothing"
    )
    /// The former was itself the successor of others: their ids go on to mean the case.
    static let noteEarlier = PreparedQuery(
      """
      insert into succession (organisation, alias, former, case_id)
      select $1, alias, former, case_id from succession where organisation = $2 and case_id = $3
      on conflict do nothing
      """
    )
  }
}
