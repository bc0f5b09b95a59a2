import CaseCore
import OrderedCollections
import Testing

/// Entries that are shared by name: the clerk (01), the chief (02) and the advisers (04, 05) of a lamp; a note is for the clerk.
///
/// They must fail when `CaseBuilder.readers(_:)` leaves the audience as it is, when `Decider.readers(of:in:)` forgets the sender or who is
/// named, and when `hasGainedHistory` gives no room.
@Suite("Sharing by name") struct SharingTests {
  private static let adviser = Actor(subject: "eva", organisation: "05", roles: ["adviser"])

  private static func play(kept: Bool = true) throws -> Play {
    try Play.lamp(in: "review") {
      $0.commands["note"]?.audience = ["clerk", "auditor"]
      $0.commands["note"]?.fields["with"] = Lamp.field(.list(of: .reference(roles: []), minimum: 0, maximum: 5))
      $0.commands["note"]?.fields["keep"] = Lamp.field(.choice(options: Lamp.options("yes", "no")), required: true)
      $0.commands["note"]?.sharing = Sharing(
        with: "with",
        among: ["chief", "adviser"],
        not: kept ? .init(field: "keep", option: "yes") : nil
      )
    }
  }

  private static func note(with names: [String], keep: String = "no") -> [String: Input] {
    ["with": .list(names.map(Input.string)), "keep": .string(keep)]
  }

  private static func reads(_ entry: Entry, _ organisation: String, _ play: Play) throws -> Bool {
    play.decider.readers(of: EntryReaders(entry), in: try #require(play.instance)).contains(organisation)
  }

  @Test("Who is named is told and reads it, and nobody else hears of it") func named() throws {
    var play = try Self.play()
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    let before = try #require(play.instance)
    let decision = try play.must("note", by: Play.clerk, Self.note(with: ["05"]))
    #expect(decision.told == ["01": ["bijgewerkt"], "05": ["bijgewerkt"]])
    #expect(decision.entry.audience == ["clerk", "auditor"])
    #expect(decision.entry.sharedWith == NamedReaders(organisations: ["05"], roles: ["chief", "adviser"]))
    for other in ["02", "04"] {
      #expect(decision.result.revision(for: other) == before.revision(for: other))
      #expect(decision.result.changedAt(for: other) == before.changedAt(for: other))
      #expect(try !Self.reads(decision.entry, other, play))
    }
    #expect(try Self.reads(decision.entry, "05", play) && Self.reads(decision.entry, "01", play))
  }

  @Test("Whoever recorded it reads it, outside the audience too, and only in that role") func own() throws {
    var play = try Self.play()
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    let entry = try play.must("note", by: Self.adviser, Self.note(with: [])).entry
    #expect(entry.sharedWith == nil)
    #expect(try Self.reads(entry, "05", play) && !Self.reads(entry, "04", play))
    let readers = EntryReaders(entry)
    #expect(readers.roles(["chief"], of: ["05"], in: nil, since: 1).isEmpty)
    #expect(readers.roles(["adviser"], of: ["05"], in: nil, since: 99) == ["adviser"])
  }

  @Test("What is kept is for its sender and oversight") func kept() throws {
    var play = try Self.play()
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    let decision = try play.must("note", by: Self.adviser, Self.note(with: ["04", "02"], keep: "yes"))
    #expect(decision.told == ["05": ["bijgewerkt"]])
    #expect(decision.entry.audience == ["auditor"] && decision.entry.sharedWith == nil)
    for other in ["01", "02", "04"] { #expect(try !Self.reads(decision.entry, other, play)) }
  }

  /// Who is named before it takes part is told nothing then, and reads it when it does: its numbers begin past what there may have been.
  @Test("Who joins, or comes back, has room for what was shared with it") func later() throws {
    var play = try Self.play()
    let entry = try play.must("note", by: Play.clerk, Self.note(with: ["05"])).entry
    #expect(entry.revision(for: "05") == nil)
    let invited = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("05")])])
    #expect(invited.result.revision(for: "05") == 1_001)
    #expect(try Self.reads(entry, "05", play))
    let other = try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04")])])
    #expect(other.result.revision(for: "04") == 1_001)
  }

  /// What it recorded, and what it was named for, goes to whoever comes in its place, which therefore gets room in its numbers.
  @Test("A successor has room for what the former read") func merged() throws {
    var play = try Self.play()
    try play.must("invite", by: Play.clerk, ["advisers": .list([.string("04"), .string("05")])])
    let entry = try play.must("note", by: Self.adviser, Self.note(with: [], keep: "yes")).entry
    play.directory = Directory(
      play.directory.organisations.values.map { known in
        var known = known
        if known.number == "05" { known.successor = "04" }
        return known
      }
    )
    let seen = try #require(play.instance?.revision(for: "04"))
    let decision = play.decider.merge("05", into: "04", proposal: 1, in: try #require(play.instance))
    try play.take(.accepted(decision), location: #_sourceLocation)
    #expect(decision.result.revision(for: "04") > seen + 1)
    let readers = EntryReaders(entry)
    #expect(readers.roles(["adviser"], of: ["04", "05"], in: nil, since: 9) == ["adviser"])
    #expect(readers.roles(["adviser"], of: ["04"], in: nil, since: 1).isEmpty)
  }
}
