import CaseCore
import CaseDoor
import CaseReading
import Foundation
import TestOffice
import Testing

/// What someone reads of a case in which it has a part and nothing else, and what others read of that part.
@Suite("Reading a part of a case") struct PartReadingTests {
  /// Two tasks of the worker's and one of the clerk's own; in the first something happened.
  private func assigned(_ office: Office) async throws -> UUID {
    let alias = try #require(try await office.apply("planted-before").alias)
    for _ in 1...2 { try await office.assign(alias, to: Office.worker, "planted-question") }
    try await office.assign(alias, to: nil, "planted-own")
    let id = try await office.caseID(alias)
    let theirs = try await office.aliasOf(id, for: Office.worker)
    let work = try await office.give(
      "work",
      by: Office.worker,
      to: .alias(theirs),
      child: "task-1",
      fields: ["text": .string("planted-work")]
    )
    #expect(work.revision == 3)
    return id
  }

  @Test("its holder reads its child and the entry that made it, and nothing else") func holder() async throws {
    let office = try await Office()
    let id = try await assigned(office)
    let view = try await office.view(id, for: Office.worker)
    #expect(view?.visibility.children == ["task-1", "task-2"])
    #expect(view?.visibility.roles == [])
    #expect(view?.isOpen == false)
    #expect(view?.maySee(state: "open", child: "task-1") == true)
    #expect(view?.maySee(state: "received") == false)
    #expect(view?.availableCommands.map(\.child) == ["task-1", "task-1", "task-2", "task-2"])
    let journal = try await office.journal(id, for: Office.worker)
    #expect(journal.map(\.revision) == [1, 2, 3])
    #expect(journal.map(\.child) == [nil, nil, "task-1"])
    #expect(
      journal.map { $0.fields["text"] } == ["planted-question", "planted-question", "planted-work"].map(Value.text)
    )
    #expect(journal.map(\.subject) == [nil, nil, Office.worker.subject])
  }

  @Test("a party reads the children in whose audience it is") func party() async throws {
    let office = try await Office()
    let id = try await assigned(office)
    #expect(try await office.view(id, for: Office.clerk)?.visibility.children == ["task-1", "task-2", "task-3"])
    #expect(try await office.view(id, for: Office.reviewer)?.visibility.children == [])
    #expect(try await office.journal(id, for: Office.clerk).map(\.revision) == [1, 2, 3, 4, 5])
    #expect(try await office.journal(id, for: Office.reviewer).map(\.revision) == [1, 2, 3, 4])
    let theirs = try await office.aliasOf(id, for: Office.worker)
    _ = try await office.give("finish", by: Office.worker, to: .alias(theirs), child: "task-2")
    #expect(try await office.view(id, for: Office.clerk)?.visibility.children == ["task-1", "task-3"])
    #expect(try await office.view(id, for: Office.reviewer)?.visibility.children == ["task-2"])
    #expect(try await office.journal(id, for: Office.reviewer).map(\.revision) == [1, 2, 3, 4, 5])
  }

  @Test("a person of the holder's who acts in none of its roles reads nothing") func outsider() async throws {
    let office = try await Office()
    let id = try await assigned(office)
    let outsider = Actor(subject: "x", organisation: Office.worker.organisation, roles: ["clerk"])
    #expect(try await office.view(id, for: outsider) == nil)
    let page = try await office.reader.page(for: outsider, after: nil, limit: 10)
    #expect(page.cases.isEmpty)
    #expect(try await office.reader.page(for: Office.worker, after: nil, limit: 10).cases.count == 1)
  }
}
