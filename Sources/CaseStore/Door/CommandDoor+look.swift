import CaseCore
import Foundation
import Postgres

extension CommandDoor {
  /// What a command is decided on.
  struct Found {
    var now: Instant
    var directory: Directory
    /// The settings of administrators.
    var configuration: DeadlineConfiguration
    var record: CaseRecord?
    /// The revision of the settings by which the deadlines of the case are counted.
    var counted: Int64 = 0
    /// The answer that was given before.
    var answered: Answer?
  }

  /// Reads all that a decision needs in one trip.
  /// - Parameter locking: a case that nobody else may write until the transaction ends; it is waited for.
  func look(
    _ submission: Submission,
    receipt: ReceiptKey?,
    locking caseID: UUID? = nil,
    on connection: isolated PostgresConnection
  ) throws -> Found {
    var statements = caseID.map { [Queries.lock.bind($0)] } ?? []
    let position = statements.count
    statements.append(Self.find(submission))
    if let receipt { statements.append(receipt.select()) }
    let answers = try connection.pipeline(statements)
    let cases = answers[position]
    guard let row = cases.first else { throw StoreError.schemaMissing }
    let answered = try receipt.flatMap { key in try answers[position + 1].first.map(key.answer) }
    let isNeeded = answered == nil && cases.columnNames.count > 3
    let record = isNeeded ? try CaseRecord(row, from: 3, keyring: keyring) : nil
    return Found(
      now: Instant(try row[0, as: PostgresTimestamp.self]),
      directory: try directory.at(revision: row[1, as: Int64.self], on: connection),
      configuration: try configurations.at(revision: row[2, as: Int64.self], on: connection),
      record: record,
      counted: record == nil ? 0 : try row[9, as: Int64.self],
      answered: answered
    )
  }

  private static func find(_ submission: Submission) -> Statement {
    switch (submission.target, submission.command.cause) {
    case (.newCase, _): Queries.clock.bind()
    case (.caseID(let id), _): Queries.caseByID.bind(id)
    case (.alias(let alias), .given(_, let actor)): Queries.caseByAlias.bind(actor.organisation, alias)
    // The clock knows cases by their own id; under an alias it finds none.
    case (.alias, .deadline): Queries.clock.bind()
    }
  }

  private enum Queries {
    static let lock = PreparedQuery("select from case_file where id = $1 for no key update")

    static let clock = PreparedQuery("select service_now(), revision, configuration from directory_revision")

    static let caseByID = PreparedQuery(
      """
      select service_now(), d.revision, d.configuration, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.configuration
      from directory_revision d
      left join case_file c on c.id = $1
      left join keyring.case_key k on k.case_id = c.id
      """
    )

    static let caseByAlias = PreparedQuery(
      """
      select service_now(), d.revision, d.configuration, c.id, c.revision, c.head, c.snapshot, k.wrapped_by, k.wrapped,
        c.configuration
      from directory_revision d
      left join case_party p on p.organisation = $1 and p.alias = $2
      left join case_file c on c.id = p.case_id
      left join keyring.case_key k on k.case_id = c.id
      """
    )
  }
}
