import CaseCore
import Foundation
import Postgres
package import StoreBase

/// The way in of what the service finds out by itself: that two cases may be about the same person.
extension CommandDoor {
  /// Tells each of two cases that there is another, once, in a transaction of its own.
  ///
  /// Whether both are to be told is looked at before the first is: a case that is restricted, or of a region that does not ask, neither learns
  /// of the other nor is found by it. Whoever is killed in between is followed by another, who tells the one that is left.
  /// - Returns: the organisations whose people were told; none when both knew already, or neither is to know.
  package func tell(_ pair: MarkedPair, _ permission: MatchPermission) async throws(StoreError) -> [String] {
    let (one, other) = (pair.one, pair.other)
    let told = try await pool.store { connection -> [Attempt] in
      guard let contacts = try contacts(of: pair, permission, on: connection) else { return [] }
      return [
        try tell(one, of: other, asking: contacts.other, on: connection),
        try tell(other, of: one, asking: contacts.one, on: connection),
      ].compactMap(\.self)
    }
    wake(
      tells: told.reduce(into: []) { $0.formUnion($1.writing.tells) },
      times: told.contains { $0.writing.startsTimers }
    )
    return told.map(\.contact)
  }

  private struct Attempt: Sendable {
    let writing: CaseWriting
    /// Who was told.
    let contact: String
  }

  /// Whom each of the two is told to ask; `nil` when they are not to be told.
  private func contacts(
    of pair: MarkedPair,
    _ permission: MatchPermission,
    on connection: isolated PostgresConnection
  ) throws -> (one: String, other: String)? {
    let rows = try connection.query(Self.cases([pair.one.caseID, pair.other.caseID]))
    var contacts: [UUID: String] = [:]
    for row in rows {
      guard let id = try row[3, as: UUID?.self] else { continue }
      let loaded = try loaded(row, withCase: true, on: connection)
      guard let record = loaded.record else { continue }
      let decider = try decider(for: record, loaded, on: connection)
      let instance = decider.catchUp(record.instance, from: loaded.earlier).last?.result ?? record.instance
      guard decider.isMatched(pair.one.mark.subject, instance),
        let contact = decider.contact(of: pair.one.mark.subject, in: instance),
        permission.mayMatch(instance.region, loaded.directory.organisations[contact])
      else { continue }
      contacts[id] = contact
    }
    guard let one = contacts[pair.one.caseID], let other = contacts[pair.other.caseID] else { return nil }
    return (one, other)
  }

  /// - Returns: `nil` when it was told before, or is not to be told any more.
  private func tell(
    _ marked: MarkedCase,
    of other: MarkedCase,
    asking contact: String,
    on connection: isolated PostgresConnection
  ) throws -> Attempt? {
    let pair = keyring.identityPair(of: marked.caseID, marked.mark, with: other.caseID, other.mark)
    guard try connection.query(Self.known.bind(marked.caseID, pair)).isEmpty else { return nil }
    return try connection.withTransaction { connection -> Attempt? in
      let answers = try connection.pipeline([
        Self.lock(marked.caseID), Self.cases([marked.caseID]), Self.known.bind(marked.caseID, pair),
      ])
      guard answers[2].isEmpty, let row = answers[1].first else { return nil }
      let loaded = try loaded(row, withCase: true, on: connection)
      guard let record = loaded.record else { return nil }
      let decider = try decider(for: record, loaded, on: connection)
      let clock = decider.catchUp(record.instance, from: loaded.earlier)
      let instance = clock.last?.result ?? record.instance
      guard let told = decider.contact(of: marked.mark.subject, in: instance),
        case .accepted(let decision) = decider.decide(
          Command(cause: .matched(marked.mark.subject, with: contact)),
          on: instance
        )
      else { return nil }
      let writing = try write(clock + [decision], loaded, on: connection)
      try connection.pipeline(CaseWriting.statements([writing]) + [Self.remember.bind(marked.caseID, pair)])
      return Attempt(writing: writing, contact: told)
    }
  }

  private static let known = PreparedQuery("select from identity_pair where case_id = $1 and pair = $2")
  private static let remember = PreparedQuery("insert into identity_pair (case_id, pair) values ($1, $2)")
}
