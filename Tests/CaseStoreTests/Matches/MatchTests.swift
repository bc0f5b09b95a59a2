import CaseCore
import CaseDoor
import CaseReading
import DutchMessages
import Foundation
import OrderedCollections
import Postgres
import StoreAdministration
import StoreBase
import TestOffice
import Testing

/// Two cases about one person, in two regions. They must fail when anybody but the contact notices, when a case is told twice or one of two
/// is never told, and when the database shows which two belong together.
@Suite("Cases about one person", .timeLimit(.minutes(3))) struct MatchTests {
  @Test("the contact of each is told of the other, once; who recorded the person and who takes part notice nothing")
  func bothContacts() async throws {
    let regions = try await TwoRegions()
    let (one, other) = try await regions.ofOnePerson()
    try await regions.bring(Office.adviser, into: one)
    let others = [Office.clerk, Office.adviser, Office.applicant]
    let before = try await regions.seen(of: one, by: others)
    let told = try await regions.compare().told
    #expect(Set(told) == [Office.reviewer.organisation, TwoRegions.reviewer.organisation])
    let after = try await regions.seen(of: one, by: others)
    for (after, before) in zip(after, before) { #expect(after == before) }
    #expect(before.map { $0.opened == nil } == [false, false, true])
    for (id, contact) in [(one, TwoRegions.reviewer), (other, Office.reviewer)] {
      let entry = try #require(try await regions.office.journal(of: id).last)
      #expect([entry.kind, entry.name, entry.ground, entry.organisation ?? "-"] == ["matched", "person", "law", "-"])
      #expect(entry.audience == ["reviewer"])
      let hit = try await regions.office.stored(id).children["hit-1"]
      #expect(hit?.facts == ["contact": .reference(contact.organisation)])
    }
    #expect(try await regions.compare().told == [])
    #expect(try await regions.office.verify().faults == [])
  }

  @Test("a hit that people dismissed is silent until a mark changes") func dismissed() async throws {
    let regions = try await TwoRegions()
    let (one, _) = try await regions.ofOnePerson()
    _ = try await regions.compare()
    let alias = try await regions.office.aliasOf(one, for: Office.reviewer)
    let dismissal = try await regions.office.give("reject", by: Office.reviewer, to: .alias(alias), child: "hit-1")
    #expect(dismissal.revision != nil)
    #expect(try await regions.compare().told == [])
    try await regions.identify(one, by: Office.clerk, ["surname": "Amrani-Bakker", "initials": "M."])
    #expect(try await regions.compare().told.count == 2)
  }

  enum Reason: CaseIterable { case restricted, elsewhere, left, destroyed, recordedAnew, withoutDate }

  @Test(
    "a case that is restricted, over, of a region that does not ask, or about somebody else is not found",
    arguments: Reason.allCases
  )
  func notFound(_ reason: Reason) async throws {
    let regions = try await TwoRegions()
    let (one, _) = try await regions.ofOnePerson()
    let alias = try await regions.office.aliasOf(one, for: Office.clerk)
    var asking: Set = ["oost", "west"]
    switch reason {
    case .restricted: _ = try await regions.office.give("restrict", by: Office.clerk, to: .alias(alias))
    case .elsewhere: asking = ["oost"]
    case .left: try await regions.office.grant(alias)
    case .destroyed:
      try await regions.office.grant(alias)
      _ = try await regions.office.destroy(alias)
    case .recordedAnew: try await regions.identify(one, by: Office.clerk, ["surname": "Bakker", "initials": "M."])
    case .withoutDate:
      try await regions.identify(one, by: Office.clerk, ["surname": "Amrani", "initials": "M."], born: nil)
    }
    #expect(try await regions.compare(asking).told == [])
    let kept = [.restricted, .elsewhere, .recordedAnew].contains(reason) ? 2 : 1
    #expect(try await regions.office.count("select count(*) from identity_mark") == kept)
  }

  @Test("whoever is killed between the two is followed by one who tells the other, and none twice") func between()
    async throws
  {
    let regions = try await TwoRegions()
    let (one, other) = try await regions.ofOnePerson()
    let later = [one, other].max { $0.uuidString < $1.uuidString } ?? one
    try await regions.office.tamper(
      """
      create function stop() returns trigger language plpgsql as $$ begin raise exception 'stopped'; end $$
      """,
      "create trigger stop before insert on identity_pair for each row when (new.case_id = '\(unsafeRawSQL: later.uuidString)') execute function stop()"
    )
    let stopped = try await regions.compare()
    #expect(stopped.told.count == 0 || stopped.failed.count == 1)
    #expect(try await regions.office.count("select count(*) from journal where kind = 'matched'") == 1)
    try await regions.office.tamper("drop trigger stop on identity_pair")
    #expect(try await regions.compare().told.count == 1)
    #expect(try await regions.office.count("select count(*) from journal where kind = 'matched'") == 2)
    #expect(try await regions.office.count("select count(distinct case_id) from journal where kind = 'matched'") == 2)
  }

  @Test("by the decision of two people is asked at once, of their case alone") func atOnce() async throws {
    let regions = try await TwoRegions()
    let (one, _) = try await regions.ofOnePerson()
    #expect(try await regions.compare(isAtOnce: true).told == [])
    for person in ["first", "first", "second"] {
      #expect(try await regions.office.count("select count(*) from identity_mark where asked") == 0)
      var actor = Office.reviewer
      actor.subject = person
      _ = try await regions.office.give(
        "inquire",
        by: actor,
        to: .alias(regions.office.aliasOf(one, for: actor)),
        fields: ["answer": .string("yes")]
      )
    }
    #expect(try await regions.office.count("select count(*) from identity_mark where asked") == 1)
    #expect(try await regions.compare(isAtOnce: true).told.count == 2)
    #expect(try await regions.office.count("select count(*) from identity_mark where asked") == 0)
  }

  @Test("one person records somebody a few times, and never by a number; who records is told nothing") func probing()
    async throws
  {
    let regions = try await TwoRegions()
    let (one, _) = try await regions.ofOnePerson()
    let alias = try await regions.office.aliasOf(one, for: Office.clerk)
    let number = try await regions.office.give(
      "identify",
      by: Office.clerk,
      to: .alias(alias),
      fields: ["surname": .string("Jansen 123456782")]
    )
    guard case .invalid(let faults)? = number.refusal else {
      Issue.record("\(number)")
      return
    }
    #expect(faults.map(\.code) == ["citizen-number"])
    for _ in 0..<2 { try await regions.identify(one, by: Office.clerk, ["surname": "Jansen", "initials": "A."]) }
    let fourth = try await regions.office.give(
      "identify",
      by: Office.clerk,
      to: .alias(alias),
      fields: ["surname": .string("Pietersen")]
    )
    guard case .notNow? = fourth.refusal else {
      Issue.record("\(fourth)")
      return
    }
  }

  /// Also of what the two were told of each other.
  @Test("the database has nothing in common of the two, and no name") func nothingInCommon() async throws {
    let regions = try await TwoRegions()
    _ = try await regions.ofOnePerson(["surname": "Zonneschijn", "initials": "Q."])
    #expect(try await regions.compare().told.count == 2)
    let marks = try await regions.office.list("select content from identity_mark", as: Data.self)
    let pairs = try await regions.office.list("select pair from identity_pair", as: Data.self)
    #expect(Set(marks).count == 2 && Set(pairs).count == 2)
    // Of 16 bytes, as a hash has, no two rows share any.
    let pieces = marks.map { mark in Set((0...mark.count - 16).map { Data(mark[$0..<$0 + 16]) }) }
    #expect(pieces[0].isDisjoint(with: pieces[1]))
    let text = (marks + pairs).map { String(decoding: $0, as: UTF8.self).lowercased() }.joined()
    #expect(!text.contains("zonneschijn"))
  }
}

extension TwoRegions {
  /// What somebody sees, as values: the text of a dictionary or a set has another order each time.
  struct Seen: Hashable {
    /// `nil` for somebody who may not know of the case.
    let opened: Opened?
    /// The revisions of all cases that a list shows, by their ids.
    let list: [UUID: Int64]
    /// How many messages there were for the organisation.
    let told: Int
  }

  /// What somebody sees of one case.
  struct Opened: Hashable {
    let revision: Int64
    let changedAt: Instant
    let phaseStart: CivilDate?
    let children: Set<String>
    let deadlines: [RunningDeadline]
    let commands: [Decider.AvailableCommand]
    let journal: [ReadEntry]

    init(_ journal: JournalView) {
      let view = journal.view
      (revision, changedAt, phaseStart) = (view.revision, view.changedAt, view.phaseStart)
      (children, commands) = (view.visibility.children, view.availableCommands)
      deadlines = view.deadlines.map(\.running)
      self.journal = journal.entries
    }
  }

  /// What each of these can see of a case, and was told.
  func seen(of id: UUID, by actors: [Actor]) async throws -> [Seen] {
    var seen: [Seen] = []
    for actor in actors {
      let alias = try await office.aliasOf(id, for: actor)
      let cases = try await office.reader.page(for: actor, after: nil, limit: 10).cases
      seen.append(
        Seen(
          opened: try await office.reader.journal(alias, for: actor, after: 0, limit: 100).map(Opened.init),
          list: Dictionary(uniqueKeysWithValues: cases.map { ($0.alias, $0.revision) }),
          told: try await office.count("select count(*) from outbox where organisation = \(actor.organisation)")
        )
      )
    }
    return seen
  }
}
