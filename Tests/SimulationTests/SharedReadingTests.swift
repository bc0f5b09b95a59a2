import CaseCore
import Foundation
import OrderedCollections
import StoreBase
import Testing

@testable import CaseReading
@testable import Simulation

/// Who reads an entry, held against what the text of a workflow in which entries are shared by name says of it.
@Suite("Entries that are shared by name") struct SharedReadingTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["WALK_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...(1 << 40))

  /// It must fail when `EntryReaders` shows an entry to somebody who is not named, not to who is, or not to who recorded it; and when an entry
  /// that its sender keeps is shown to another than its organisation and oversight.
  @Test("each entry is read by whom the text says, and by nobody else") func histories() throws {
    let workflow = try SmallWorkflow("sharing").workflow
    var histories = Histories(workflow, organisations: SmallWorkflow.sharing, seed: Self.seed)
    var met: [String: Int] = [:]
    for number in 0..<60 {
      let steps = histories.next(steps: 40).steps
      guard let last = steps.last else { continue }
      var rights = Projection(workflow)
      for step in steps { _ = rights.take(step) }
      for organisation in SmallWorkflow.sharing {
        let reader = Actor(subject: "x", organisation: organisation.number, roles: organisation.roles)
        let decider = last.environment.decider(at: last.at)
        guard let visibility = Visibility(reader, in: last.after, by: decider) else { continue }
        for step in steps {
          let expected = Self.reasons(step, organisation.number, rights, last.after)
          let isRead = visibility.reads(EntryReaders(step.decision.entry))
          #expect(
            isRead != expected.isEmpty,
            "seed \(Self.seed), history \(number), \(organisation.number): \(expected)"
          )
          for reason in expected.isEmpty ? ["hidden"] : expected { met[reason, default: 0] += 1 }
        }
      }
    }
    #expect(Set(met.keys) == ["hidden", "audience", "own", "named", "oversight"], "seed \(Self.seed): \(met)")
  }

  /// Why an organisation reads an entry at the end, by the text.
  private static func reasons(_ step: Step, _ organisation: String, _ rights: Projection, _ now: Case) -> Set<String> {
    let (workflow, entry) = (rights.workflow, step.decision.entry)
    let held = Set(SmallWorkflow.sharing.first { $0.number == organisation }?.roles ?? [])
    if held.contains("inspectie"), rights[nil].roles[organisation] != nil { return ["oversight"] }
    var (audience, named): ([String], [String]) = (entry.audience, [])
    var among: Set<String> = []
    if case .command(let name, let actor) = step.command.cause,
      let machine = step.after.instance(entry.child).flatMap({ workflow.machines[$0.machine] }),
      let definition = machine.commands[name]
    {
      let parts = entry.began.flatMap { step.after.children[$0]?.parties.flatMap(\.roles) ?? [] }
      audience = definition.audience ?? (machine.states[entry.to]?.audience ?? []) + parts
      if let shared = Projection.Shared(definition, entry.fields, by: actor.organisation, in: entry.role ?? "") {
        if shared.isKept { audience = audience.filter { workflow.roles[$0]?.access == .oversight } }
        (named, among) = (shared.named, Set(shared.roles))
      }
    }
    var reasons: Set<String> = []
    let own = entry.actor?.organisation == organisation
    let roles = rights.readingRoles(organisation, in: nil)
    if let since = now.party(organisation)?.since {
      if !roles.isDisjoint(with: audience), entry.revision >= since { reasons.insert("audience") }
      if own, roles.contains(entry.role ?? "") { reasons.insert("own") }
      if named.contains(organisation), !roles.isDisjoint(with: among) { reasons.insert("named") }
    }
    for (id, child) in now.children {
      guard let since = child.party(organisation)?.since else { continue }
      let part = rights.readingRoles(organisation, in: id).subtracting(roles)
      let isHere = id == entry.child && entry.revision >= since || entry.revision == since
      if isHere, !part.isDisjoint(with: audience) { reasons.insert("audience") }
      if own, id == entry.child, part.contains(entry.role ?? "") { reasons.insert("own") }
    }
    return reasons
  }

  /// The second restorer of a case, and a journal of 2,000 entries.
  private func reader() throws -> (visibility: Visibility, commands: SharingCommands) {
    let workflow = try SmallWorkflow("sharing").workflow
    let now = Walk.beginning
    var instance = Case(
      workflow: workflow.key,
      version: workflow.version,
      machine: workflow.root,
      region: "hier",
      at: now
    )
    for organisation in SmallWorkflow.sharing.prefix(6) {
      instance.apply(.joined(Party(organisation: organisation.number, roles: organisation.roles, since: 1)))
    }
    instance.apply(.entered(state: "beoordeling"))
    let directory = Directory(SmallWorkflow.sharing)
    let decider = Decider(workflow: workflow, directory: directory, calendar: .standard, now: now)
    let actor = Actor(subject: "x", organisation: "5", roles: ["restaurator"])
    return (try #require(Visibility(actor, in: instance, by: decider)), SharingCommands([workflow]))
  }

  private static func row(
    _ revision: Int64,
    _ command: String,
    of child: String? = nil,
    by sender: String,
    isTransferred: Bool = false
  ) -> JournalRow {
    let role = SmallWorkflow.sharing.first { $0.number == sender }?.roles.first ?? ""
    let entry = Entry(
      revision: revision,
      at: Walk.beginning,
      cause: isTransferred ? .transferred(command) : .command(command),
      child: child,
      actor: Actor(subject: "y", organisation: sender, roles: [role]),
      role: role,
      ground: "wet",
      from: "beoordeling",
      to: "beoordeling",
      audience: ["museum"],
      fields: [:],
      changes: []
    )
    return JournalRow(entry, of: UUID(), content: Data(), eventsHash: Data(), after: JournalRow.origin)
  }

  /// It must fail when content is opened of a command that shares nothing, or nothing with a role of the reader's; when an entry of which it is
  /// looked whether the reader is named is shown to a reader who is not; and when a damaged one is.
  @Test("of entries for others only those are opened of which the reader may be named") func opened() throws {
    let (visibility, commands) = try reader()
    var (opened, read): ([Int64], [Int64]) = ([], [])
    for revision in Int64(1)...2_000 {
      let row =
        switch revision % 10 {
        case 0: Self.row(revision, "noteren", by: "1")
        case 1: Self.row(revision, "noteren", by: "5")
        case 2: Self.row(revision, "bevinden", of: "keuring-1", by: "1")
        default: Self.row(revision, "keuren", by: "1")
        }
      let found = visibility.reads(row, commands) { row -> EntryContent? in
        opened.append(row.revision)
        if revision % 100 == 90 { return nil }
        let named = revision % 100 == 50 ? ["5", "2"] : ["2", "4"]
        let sharedWith = NamedReaders(organisations: named, roles: ["depot", "restaurator"])
        return EntryContent(subject: "y", fields: [:], changes: [], sharedWith: sharedWith)
      }
      if found != nil { read.append(revision) }
    }
    let all = Array(Int64(1)...2_000)
    let (mayBeNamed, isFor) = (all.filter { $0 % 10 < 2 }, all.filter { $0 % 10 == 1 || $0 % 100 == 50 })
    #expect(opened == mayBeNamed)
    #expect(read == isFor)
  }

  /// It must fail when `EntryReaders` takes whoever moved an entry for who recorded it.
  @Test("whoever moved an entry to the case reads it by its audience alone") func transferred() throws {
    let (visibility, _) = try reader()
    #expect(visibility.reads(EntryReaders(Self.row(7, "noteren", by: "5"), named: nil)))
    #expect(!visibility.reads(EntryReaders(Self.row(7, "noteren", by: "5", isTransferred: true), named: nil)))
  }

  /// It must fail when somebody comes in the place of an organisation that had left before, or of one that was merged into another.
  @Test("an organisation comes in the place of those that took part until they were merged into it") func predecessors()
  {
    var instance = Case(workflow: "w", version: "1.0.0", machine: "m", region: "hier", at: Walk.beginning)
    for (number, until) in [("1", 5), ("2", 9), ("3", nil), ("4", 4), ("5", 8)] as [(String, Int64?)] {
      var party = Party(organisation: number, roles: ["depot"], since: 1)
      party.until = until
      instance.root.parties.append(party)
    }
    let entries = [(5, "1 2"), (6, "4 3"), (8, "5 6"), (9, "2 3")] as [(Int64, String)]
    let mergers = entries.compactMap { CaseMerger(revision: $0.0, kind: "merger", name: $0.1) }
    #expect(mergers.predecessors(of: "3", in: instance) == ["1", "2"])
    #expect(mergers.predecessors(of: "7", in: instance).isEmpty)
    #expect(CaseMerger(revision: 5, kind: "migration", name: "1.0.0 1.1.0") == nil)
  }

  /// It must fail when a program that does not know of sharing could read more in what is stored than one that does.
  @Test("a program of before reads what it reads without the names: less") func before() throws {
    var content = EntryContent(subject: "y", fields: ["tekst": .text("x")], changes: [.entered(state: "a")])
    let without = ContentCoder.encode(content)
    content.sharedWith = NamedReaders(organisations: ["5"], roles: ["depot"])
    let with = ContentCoder.encode(content)
    // Field 5, of which an older reader knows the length and nothing else.
    let field: [UInt8] = [0x2a, 10, 0x0a, 1, 0x35, 0x12, 5] + Array("depot".utf8)
    #expect(with == without + Data(field))
    #expect(try ContentCoder.decode(EntryContent.self, from: with) == content)
    content.sharedWith = nil
    #expect(try ContentCoder.decode(EntryContent.self, from: without) == content)
    let (visibility, _) = try reader()
    #expect(!visibility.reads(EntryReaders(Self.row(7, "noteren", by: "1"), named: nil)))
  }
}
