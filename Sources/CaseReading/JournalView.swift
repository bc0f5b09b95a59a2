public import CaseCore

/// The part of a journal that is for one reader.
public struct JournalView: Sendable {
  /// The case as it is now.
  public let view: CaseView
  /// The versions that the case followed before, in order: each until the entry that moved it on.
  let earlier: [(until: Int64, view: CaseView)]
  /// In the order of the reader's numbers. That is the order of the journal, but for what a later step opened.
  public let entries: [ReadEntry]
  /// Read on after this revision; `nil` at the end.
  public let next: Int64?
  /// The case, when one of these entries cannot be read.
  public let unreadable: UnreadableCase?

  /// The case in the words of the version that it followed when an entry was made: an entry is read in the words in which
  /// it was written.
  public func view(at entry: ReadEntry) -> CaseView { earlier.first { entry.position < $0.until }?.view ?? view }

  /// The same for what an entry came from; it differs for the entry that moved the case to another version.
  public func view(before entry: ReadEntry) -> CaseView { earlier.first { entry.position <= $0.until }?.view ?? view }
}

/// A journal entry as its reader may see it.
public struct ReadEntry: Sendable, Hashable {
  /// As the reader counts; see ``CaseCore/ReaderRevision``.
  public internal(set) var revision: Int64
  /// Its place in the journal, which readers are not shown.
  let position: Int64
  public let at: Instant
  public let cause: Entry.Cause
  /// The child that it is about; `nil` for the case itself.
  public let child: String?
  /// Who acted; `nil` for the clock.
  public let organisation: String?
  public let role: String?
  /// The person, for readers of the same organisation.
  public let subject: String?
  /// Whether only the organisation vouched for the person; `nil` for the clock, and when the entry is not readable.
  public let isVouched: Bool?
  /// For which organisations they acted, by a mandate; none when the entry is not readable.
  public let onBehalfOf: [String]
  public let ground: String
  public let from: String
  public let to: String
  /// None, when the entry is not readable. Other cases that it names have the ids under which the reader's organisation knows them; one
  /// that the reader may not know of now is left out.
  public internal(set) var fields: [String: Value]
  /// Whether what people wrote in it can be decrypted: otherwise somebody or something changed it in the database.
  public let isReadable: Bool
}
