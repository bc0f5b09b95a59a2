import CaseCore
import CaseStore
import Foundation

/// Cases, entries and answers of every shape, whether or not any workflow could make them.
struct RandomContent {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func instance() -> Case {
    var instance = Case(workflow: text(), version: text(), region: text(), at: instant())
    instance.state = text()
    instance.revision = number()
    instance.facts = dictionary { $0.value() }
    instance.votes = dictionary { $0.dictionary { $0.text() } }
    instance.parties = list { $0.party() }
    instance.deadlines = dictionary { $0.deadline() }
    instance.generations = dictionary { Int($0.number()) }
    instance.visits = dictionary { Int($0.number()) }
    instance.changedAt = instant()
    return instance
  }

  mutating func entry() -> EntryContent {
    EntryContent(
      subject: Bool.random(using: &generator) ? text() : nil,
      fields: dictionary { $0.value() },
      changes: list { $0.change() }
    )
  }

  mutating func answer() -> Answer {
    switch below(9) {
    case 0: .lapsed
    case 1: .reusedID
    case 2: .refused(.unknownCase)
    case 3: .refused(.unknownCommand(text()))
    case 4: .refused(.notEntitled(rule: text()))
    case 5: .refused(.invalid(list { .init(field: $0.text(), message: $0.text()) }))
    case 6: .refused(.stale(current: number()))
    case 7: .refused(.notNow(rules: list { $0.text() }, possible: list { $0.text() }))
    default:
      .accepted(
        .init(
          alias: Bool.random(using: &generator) ? UUID() : nil,
          revision: number(),
          state: text(),
          children: [text()]
        )
      )
    }
  }

  private mutating func change() -> Change {
    switch below(8) {
    case 0: .entered(state: text())
    case 1: .set(fact: text(), value: value())
    case 2: .voted(decision: text(), role: text(), option: text())
    case 3: .joined(party())
    case 4: .deadlineStarted(name: text(), deadline())
    case 5: .deadlineEnded(name: text())
    case 6: .migrated(version: text(), states: dictionary { $0.text() })
    default: .rungFired(deadline: text(), rung: below(5))
    }
  }

  private mutating func value(depth: Int = 0) -> Value {
    switch below(depth < 3 ? 6 : 5) {
    case 0: .text(text())
    case 1: .date(CivilDate(dayNumber: below(60_000)))
    case 2: .number(number())
    case 3: .choice(text())
    case 4: .reference(text())
    default: .list(list { $0.value(depth: depth + 1) })
    }
  }

  private mutating func party() -> Party {
    Party(organisation: text(), roles: Set(list { $0.text() }), since: number())
  }

  private mutating func deadline() -> RunningDeadline {
    RunningDeadline(
      generation: below(9),
      startedAt: instant(),
      dueAt: instant(),
      rungs: list { .init(at: $0.instant(), isFired: Bool.random(using: &$0.generator)) }
    )
  }

  private mutating func instant() -> Instant { Instant(microseconds: number()) }

  /// Of every length: as many small ones as huge ones.
  private mutating func number() -> Int64 { Int64(bitPattern: generator.next()) >> Int64(below(64)) }

  private mutating func text() -> String {
    let letters: [Character] = ["a", "é", "\u{0}", "👩‍👧", "\r\n", " ", "ß"]
    return String((0..<below(9)).map { _ in letters[below(letters.count)] })
  }

  private mutating func list<Element>(_ make: (inout RandomContent) -> Element) -> [Element] {
    (0..<below(4)).map { _ in make(&self) }
  }

  private mutating func dictionary<Element>(_ make: (inout RandomContent) -> Element) -> [String: Element] {
    var dictionary: [String: Element] = [:]
    for _ in 0..<below(4) { dictionary[text()] = make(&self) }
    return dictionary
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}

extension SeededGenerator {
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
