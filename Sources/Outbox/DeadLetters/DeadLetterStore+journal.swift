public import Foundation
import Postgres
public import StoreBase

/// What is on record of dead letters: who saw the content of one, who had one handled once more, and how each ended. The service's role adds to it, and changes nothing.
extension DeadLetterStore {
  /// What was done with one, or became of it.
  public struct Note: Sendable, Hashable {
    public enum Kind: String, Sendable {
      /// A person saw its content.
      case shown
      /// A person had it handled once more.
      case retryAsked = "retry-asked"
      /// It was handled once more in vain, and waits again.
      case retryEnded = "retry-ended"
      case handled
      case dropped
      /// Its term was over.
      case ended
    }

    public let kind: Kind
    public let at: Date
    /// Why: in one word what the service ended by itself, in their own words what a person did.
    public let reason: String?
    /// Who did it; `nil` when no person did, and when that cannot be read.
    public let whom: String?
  }

  /// The message itself, as it came; that somebody saw it is on record before it is given out.
  /// - Parameter whom: who sees it; kept encrypted.
  /// - Returns: `nil` when there is none of that number, or its content is gone.
  public func show(_ id: Int64, to whom: String) async throws(StoreError) -> Data? {
    let account = try StoredAccount(by: whom).sealed(at: Self.place(of: .shown, id), keyring: keyring)
    return try await pool.store { connection in
      try connection.withTransaction { connection in
        guard let row = try connection.query(JournalQueries.content.bind(id)).first,
          let sealed = try row[2, as: Data?.self]
        else { return nil }
        let place = Self.place(try row[0], try row[1])
        let content = try AuthenticatedCipher.open(sealed, key: keyring.administration, at: place, "a dead letter")
        try connection.query(JournalQueries.shown.bind(id, account))
        return content
      }
    }
  }

  /// What is on record of one, in order; nothing when there is none of that number.
  public func notes(of id: Int64) async throws(StoreError) -> [Note] {
    try await pool.store { connection in
      try connection.query(JournalQueries.notes.bind(id - 1, id)).compactMap { row in try self.note(row, on: id) }
    }
  }

  /// All of them, also those that ended, by number; each with what is on record of it, in order.
  /// - Parameter id: the last one of the page before; 0 for the first page.
  public func all(
    after id: Int64,
    atMost limit: Int = 500
  ) async throws(StoreError) -> [(entry: Entry, notes: [Note])] {
    try await pool.store { connection in
      let entries = try connection.query(JournalQueries.all.bind(id, limit)).map { try Entry($0) }
      guard let last = entries.last else { return [] }
      var notes: [Int64: [Note]] = [:]
      for row in try connection.query(JournalQueries.notes.bind(id, last.id)) {
        let letter: Int64 = try row[0]
        if let note = try self.note(row, on: letter) { notes[letter, default: []].append(note) }
      }
      return entries.map { (entry: $0, notes: notes[$0.id] ?? []) }
    }
  }

  /// - Returns: `nil` for a kind that a later release has.
  private func note(_ row: Row, on letter: Int64) throws -> Note? {
    guard let kind = Note.Kind(rawValue: try row[1]) else { return nil }
    let seconds: Int64 = try row[2]
    let sealed: Data? = try row[4]
    let account = try sealed.flatMap { try opened($0, at: Self.place(of: kind, letter)) }.map(
      StoredAccount.init(plain:)
    )
    return Note(
      kind: kind,
      at: Date(timeIntervalSince1970: Double(seconds)),
      reason: try row[3, as: String?.self] ?? account?.reason,
      whom: account?.by
    )
  }

  /// Where who did something is kept. That of dropping is as it was before there was a journal.
  static func place(of kind: Note.Kind, _ id: Int64) -> Data {
    Data((kind == .dropped ? "dead letter \(id)" : "dead letter \(id) \(kind.rawValue)").utf8)
  }

  private enum JournalQueries {
    static let content = PreparedQuery("select organisation, digest, content from dead_letter where id = $1")
    static let shown = PreparedQuery(
      "insert into dead_letter_journal (dead_letter, kind, account) values ($1, 'shown', $2)"
    )
    static let all = PreparedQuery(
      """
      select id, organisation, extract(epoch from received_at)::bigint, reason, digest, retry_at is not null, outcome is null
      from dead_letter where id > $1 order by id limit $2
      """
    )
    static let notes = PreparedQuery(
      """
      select dead_letter, kind, extract(epoch from recorded_at)::bigint, reason, account
      from dead_letter_journal where dead_letter > $1 and dead_letter <= $2 order by dead_letter, id
      """
    )
  }
}
