import Foundation
import Postgres

/// The lengths in bytes of what the door writes, so that pgbench can write as much.
struct RowSizes {
  /// Of the journal entry of a measured command, and of one that opens a case.
  let content: Int
  let openingContent: Int
  let snapshot: Int
  let wrappedKey: Int
  /// Of the answer in a receipt.
  let answer: Int

  /// Looks at what the door wrote.
  init(_ store: CommandStore) async throws {
    let rows = try await store.run(
      """
      select
        (select avg(length(content))::bigint from journal where name = 'note'),
        (select avg(length(content))::bigint from journal where name = 'open'),
        (select avg(length(snapshot))::bigint from case_file where revision > 1),
        (select max(length(wrapped))::bigint from keyring.case_key),
        (select avg(length(answer))::bigint from receipt)
      """
    )
    guard let row = rows.first else { throw BenchmarkError.notWhatWasAsked("no row sizes") }
    content = try row[0]
    openingContent = try row[1]
    snapshot = try row[2]
    wrappedKey = try row[3]
    answer = try row[4]
  }

  /// Random bytes, which do not compress, as ciphertext does not; in PostgreSQL's notation.
  static func bytes(_ count: Int) -> String {
    "\\x" + (0..<count).map { _ in String(format: "%02x", UInt8.random(in: 0...255)) }.joined()
  }
}
