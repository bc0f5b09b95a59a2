import CaseCore
import Foundation
import StoreBase
import TestServices
import Testing

/// What becomes of a field that a later release added, in each message of `content.proto`.
@Suite("Content of a later release") struct LaterContentTests {
  @Test("in a case, which is written again, a field is kept, or the case is refused: never is it lost")
  func inCase() async throws {
    let schema = try ContentSchema()
    let outcome = try await blocking { try Outcome(of: Case.self, "case", as: "Case", schema) }
    let written: Set = [
      "Case", "ReaderRevision", "Instance", "Vote", "Party", "RunningDeadline", "Timer", "Repetition",
      "Representation",
    ]
    #expect(outcome.kept == written)
    #expect(outcome.lost == [])
    #expect(outcome.refused.isSubset(of: schema.closed))
    #expect(outcome.refused.isSuperset(of: ["Child", "Votes", "Texts", "Value", "Values", "LedgerEntry", "Extension"]))
    #expect(outcome.changed == [])
  }

  @Test("what is written once is read without the field, or refused where it could mean something else")
  func inEntryAndAnswer() async throws {
    let schema = try ContentSchema()
    let outcomes = try await blocking {
      [
        try Outcome(of: EntryContent.self, "entry", as: "EntryContent", schema),
        try Outcome(of: Answer.self, "answer", as: "Answer", schema),
      ]
    }
    for outcome in outcomes {
      #expect(outcome.changed == [])
      #expect(outcome.refused.isSubset(of: schema.closed))
      #expect(outcome.kept.union(outcome.lost).isDisjoint(with: schema.closed))
    }
  }

  /// By type of message, what becomes of a field that is added to it.
  private struct Outcome: Sendable {
    var (kept, lost, refused, changed) = (Set<String>(), Set<String>(), Set<String>(), Set<String>())

    init<Value: Content & Equatable & SendableMetatype>(
      of type: Value.Type,
      _ name: String,
      as message: String,
      _ schema: ContentSchema
    ) throws {
      let stored = try #require(StoredType.all.first { $0.name == name })
      for sample in try stored.samples() {
        for (place, bytes) in schema.extended(Array(sample.stored.dropFirst()), as: message) {
          let extended = Data([3] + bytes)
          do {
            let read = try ContentCoder.decode(type, from: extended)
            if read != sample.value as? Value { changed.insert(place) }
            if ContentCoder.encode(read) == extended { kept.insert(place) } else { lost.insert(place) }
          } catch { refused.insert(place) }
        }
      }
    }
  }
}
