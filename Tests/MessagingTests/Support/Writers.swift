import Foundation
import Postgres
import SeededRandom

/// Stand-ins for commands: each writes one revision of a case, waits a while inside the transaction, and commits or rolls
/// back. Revisions of one case go one after the other, as behind the door; all else goes side by side.
struct Writers: Sendable {
  private static let cases = 8
  private static let revisions = 25

  let outbox: Outbox
  let organisations: [String]
  let seed: UInt64

  func run() async throws {
    try await withThrowingTaskGroup { group in
      for index in 0..<Self.cases { group.addTask { try await write(caseAt: index) } }
      try await group.waitForAll()
    }
  }

  private func write(caseAt index: Int) async throws {
    var generator = SeededGenerator(seed: seed &+ UInt64(index))
    let caseID = UUID()
    let connection = try await PostgresConnection.open(outbox.configuration)
    for revision in 1...Self.revisions {
      let told = organisations.filter { _ in Bool.random(using: &generator) }
      // Spreads the commits over time: what is under test is their order, not a moment.
      let pause = Int.random(in: 0...8, using: &generator)
      let isKept = Int.random(in: 0..<5, using: &generator) > 0
      try await connection.run { connection in
        try connection.execute(script: "begin; select pg_current_xact_id()")
        for organisation in told {
          try connection.query(Outbox.insertion(organisation, caseID: caseID, firstRevision: revision))
        }
        try connection.query("select pg_sleep(\(pause) / 1000.0)")
        try connection.execute(script: isKept ? "commit" : "rollback")
      }
    }
  }
}

extension Outbox {
  struct Told: Sendable {
    let id: String
    let caseID: UUID
    let revision: Int
  }

  /// What the outbox says that an organisation was told, in order.
  func told(_ organisation: String) async throws -> [Told] {
    try await pool.withConnection { connection in
      try connection.query(
        """
        select event_id::text, case_id, revision from outbox
        where organisation = \(organisation) and sequence is not null order by sequence
        """
      ).map { Told(id: try $0[0], caseID: try $0[1], revision: try $0[2]) }
    }
  }
}
