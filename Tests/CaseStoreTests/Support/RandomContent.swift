import CaseCore
import DutchMessages
import Foundation
import OrderedCollections
import SeededRandom
import StoreBase

/// Cases, entries and answers of every shape, whether or not any workflow could make them.
struct RandomContent {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func instance() -> Case {
    var instance = Case(workflow: text(), version: text(), machine: text(), region: text(), at: instant())
    instance.revision = number()
    instance.root = machine()
    for (id, child) in dictionary({ $0.machine() }) { instance.children[id] = child }
    instance.changedAt = instant()
    if flag() {
      instance.readerRevisions = dictionary { ReaderRevision(number: $0.number(), changedAt: $0.instant()) }
    }
    return instance
  }

  private mutating func machine() -> Instance {
    var instance = Instance(machine: text())
    instance.state = text()
    instance.facts = dictionary { $0.value() }
    instance.votes = dictionary { $0.list { $0.vote() } }
    instance.recused = dictionary { $0.list { $0.text() } }
    instance.parties = list { $0.party() }
    instance.deadlines = dictionary { $0.deadline() }
    instance.generations = dictionary { Int($0.number()) }
    instance.visits = dictionary { Int($0.number()) }
    if below(3) == 0 { instance.passed = dictionary { CivilDate(dayNumber: $0.below(60_000)) } }
    return instance
  }

  private mutating func vote() -> Vote {
    Vote(organisation: text(), role: text(), person: text(), option: text())
  }

  mutating func entry() -> EntryContent {
    EntryContent(
      subject: Bool.random(using: &generator) ? text() : nil,
      fields: dictionary { $0.value() },
      changes: list { $0.change() },
      isVouched: flag(),
      sharedWith: below(3) == 0
        ? NamedReaders(organisations: list { $0.text() }, roles: list { $0.text() }) : nil,
      onBehalfOf: list { $0.text() }
    )
  }

  mutating func answer() -> Answer {
    switch below(9) {
    case 0: .lapsed
    case 1: .reusedID
    case 2: .refused(.unknownCase)
    case 3: .refused(.unknownCommand(text()))
    case 4: .refused(.notEntitled(rule: text()))
    case 5: .refused(.invalid(list { .init(field: $0.text(), message: $0.text(), code: $0.flag() ? $0.text() : nil) }))
    case 6: .refused(.stale(current: number()))
    case 7: .refused(.notNow(rules: list { $0.text() }, possible: list { $0.text() }, codes: list { $0.text() }))
    default:
      .accepted(
        .init(
          alias: Bool.random(using: &generator) ? UUID() : nil,
          revision: number(),
          state: text(),
          children: [text()],
          isReceipt: flag()
        )
      )
    }
  }

  private mutating func change() -> Change {
    switch below(19) {
    case 0: .entered(state: text())
    case 1: .set(fact: text(), value: value())
    case 2: .voted(decision: text(), vote(), byPerson: flag())
    case 3: .joined(party())
    case 4: .deadlineStarted(name: text(), deadline())
    case 5: .deadlineEnded(name: text())
    case 6: .withdrawn(decision: text(), vote())
    case 7: .recused(decision: text(), person: text())
    case 8: .left(organisation: text(), roles: Set(list { $0.text() }), revision: number())
    case 9: .moved(region: text())
    case 10: .began(child: text(), machine: text())
    case 11: .inChild(text(), change())
    case 12: .upgraded(version: text())
    case 13: .renamed(states: dictionary { $0.text() })
    case 14: .passed(deadline: text(), since: CivilDate(dayNumber: below(60_000)))
    case 15: .told(revisions: dictionary { $0.number() }, at: instant())
    case 16: .renamedParts(newNames())
    case 17: .named(text())
    default: .timerFired(deadline: text(), timer: below(5))
    }
  }

  private mutating func newNames() -> NewNames {
    NewNames(
      machine: flag() ? text() : nil,
      states: dictionary { $0.text() },
      facts: dictionary { $0.text() },
      deadlines: dictionary { $0.text() }
    )
  }

  mutating func value(depth: Int = 0) -> Value {
    switch below(depth < 3 ? 8 : 7) {
    case 0: .text(text())
    case 1: .date(CivilDate(dayNumber: below(60_000)))
    case 2: .number(number())
    case 3: .choice(text())
    case 4: .reference(text())
    case 5: .child(text())
    case 6: .otherCase(text())
    default: .list(list { $0.value(depth: depth + 1) })
    }
  }

  private mutating func party() -> Party {
    var party = Party(
      organisation: text(),
      roles: Set(list { $0.text() }),
      since: number(),
      through: Set(list { $0.text() })
    )
    if flag() { party.until = number() }
    party.onBehalfOf = list { Representation(role: $0.text(), principal: $0.text(), mandate: $0.number()) }
    return party
  }

  private mutating func deadline() -> RunningDeadline {
    RunningDeadline(
      generation: below(9),
      startedAt: instant(),
      dueAt: instant(),
      timers: list { .init($0.timer(), at: $0.instant(), isFired: $0.flag()) },
      ledger: ledger(),
      passedBefore: below(9),
      repetition: below(4) == 0 ? Repetition(first: instant(), number: below(9)) : nil
    )
  }

  private mutating func timer() -> RunningDeadline.Timer.Kind {
    switch below(3) {
    case 0: .warning(below(9))
    case 1: .expiry
    default: .reminder(below(9))
    }
  }

  /// One in order: only such a ledger is ever written.
  private mutating func ledger() -> Ledger {
    var ledger = Ledger()
    for number in 0..<below(4) {
      let at = Instant(microseconds: Int64(number) * 1_000_000)
      let extended = (try? Length(1 + below(20), .days)).map { Ledger.Entry.extended(by: $0, at: at) }
      let switched: Ledger.Entry = ledger.isSuspended ? .resumed(at: at) : .suspended(at: at)
      // What a ledger refuses is left out.
      try? ledger.append(flag() ? switched : extended ?? switched)
    }
    return ledger
  }

  mutating func flag() -> Bool { Bool.random(using: &generator) }

  mutating func instant() -> Instant { Instant(microseconds: number()) }

  /// Of every length: as many small ones as huge ones.
  mutating func number() -> Int64 { Int64(bitPattern: generator.next()) >> Int64(below(64)) }

  mutating func text() -> String {
    let letters: [Character] = ["a", "é", "\u{0}", "👩‍👧", "\r\n", " ", "ß"]
    return String((0..<below(9)).map { _ in letters[below(letters.count)] })
  }

  mutating func list<Element>(_ make: (inout RandomContent) -> Element) -> [Element] {
    (0..<below(4)).map { _ in make(&self) }
  }

  mutating func dictionary<Element>(_ make: (inout RandomContent) -> Element) -> [String: Element] {
    var dictionary: [String: Element] = [:]
    for _ in 0..<below(4) { dictionary[text()] = make(&self) }
    return dictionary
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}

extension SeededGenerator {
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
