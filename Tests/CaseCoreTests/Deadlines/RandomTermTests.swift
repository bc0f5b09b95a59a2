import CaseCore
import SeededRandom
import Testing

/// Random terms from 2020 to 2050 against ``NaiveCalendar``.
@Suite struct RandomTermTests {
  private static let calendar = WorkCalendar.standard
  private static let naive = NaiveCalendar(years: 2020...2062, calendar: calendar)

  @Test(arguments: Seed.some) func agreesWithCountingDayByDay(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<1_000 {
      let (rule, event) = try (Self.rule(&random), Self.event(&random))
      let due = try rule.due(from: event, calendar: Self.calendar)
      let expected = Self.naive.lastDay(of: rule.length, kind: rule.kind, event: Amsterdam.date(at: event))
      #expect(due.lastDay == expected, "\(seed): \(rule.length) \(rule.kind) from \(event)")
      #expect(Self.isChain(due.steps, from: event, to: due.lastDay), "\(seed): \(due.steps)")
    }
  }

  /// The same with one or two pauses, where each kind has its own days that are lost.
  @Test(arguments: Seed.some + [Seed(value: 995_887_442_174_265_208)])
  func agreesWithCountingDayByDayOverPauses(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<1_000 {
      let (rule, event) = try (Self.rule(&random), Self.event(&random))
      let pauses = Self.pauses(from: event, &random)
      let due = try Self.due(rule, event, pauses)
      let expected = Self.naive.lastDay(
        of: rule.length,
        kind: rule.kind,
        event: Amsterdam.date(at: event),
        pauses: pauses.map { (Amsterdam.date(at: $0.from), Amsterdam.date(at: $0.to)) }
      )
      #expect(due.lastDay == expected, "\(seed): \(rule.length) \(rule.kind) from \(event), \(pauses)")
      #expect(Self.isChain(due.steps, from: event, to: due.lastDay), "\(seed): \(due.steps)")
    }
  }

  /// Hours by the clock of UTC, which never changes; under the regulation from the next full hour.
  @Test(arguments: Seed.some) func hoursAreHours(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<500 {
      let (event, amount) = (try Self.event(&random), Int.random(in: 1...2_000, using: &random))
      for kind in [DeadlineKind.hours, .atw, .eu1182] {
        let due = try DeadlineRule(length: Length(amount, .hours), kind: kind).due(from: event, calendar: .standard).due
        let late = due.microseconds(since: event.adding(seconds: Int64(amount) * 3_600))
        #expect(kind == .eu1182 ? (1...3_600_000_000).contains(late) : late == 0, "\(seed): \(kind) from \(event)")
        #expect(kind != .eu1182 || due.microseconds % 3_600_000_000 == 0)
      }
    }
  }

  /// Who starts later is never due earlier.
  @Test(arguments: Seed.some) func keepsTheOrderOfEvents(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<300 {
      let (rule, event) = try (Self.rule(&random), Self.event(&random))
      let later = event.adding(seconds: .random(in: 0...3 * 86_400, using: &random))
      let (first, second) = try (
        rule.due(from: event, calendar: Self.calendar), rule.due(from: later, calendar: Self.calendar)
      )
      #expect(first.due <= second.due, "\(seed): \(rule.length) \(rule.kind) from \(event) and \(later)")
      #expect(first.due > event, "\(seed): a term ends after its event")
    }
  }

  /// A pause cut in two at any moment is the same pause, but under the Awb the day of the cut is not lost; a longer one never
  /// gives an earlier end.
  @Test(arguments: Seed.some) func pausesAddUp(_ seed: Seed) throws {
    var random = seed.generator
    for _ in 0..<300 {
      let (rule, event) = try (Self.rule(&random), Self.event(&random))
      let day: Int64 = 86_400
      let from = event.adding(seconds: .random(in: 0...day, using: &random))
      let middle = from.adding(seconds: .random(in: 0...10 * day, using: &random))
      let to = middle.adding(seconds: .random(in: 0...10 * day, using: &random))
      let none = try rule.due(from: event, calendar: Self.calendar)
      let short = try Self.due(rule, event, [(from, middle)])
      let whole = try Self.due(rule, event, [(from, to)])
      let cut = try Self.due(rule, event, [(from, middle), (middle, to)])
      #expect(
        rule.kind == .atw ? cut.due <= whole.due : cut.due == whole.due,
        "\(seed): \(rule.length) \(rule.kind) from \(event), \(from), \(middle), \(to)"
      )
      #expect(none.due <= short.due && short.due <= whole.due, "\(seed)")
    }
  }

  private static func due(
    _ rule: DeadlineRule,
    _ event: Instant,
    _ pauses: [(from: Instant, to: Instant)]
  ) throws -> DueDate {
    let ledger = try Ledger(pauses.flatMap { [.suspended(at: $0.from), .resumed(at: $0.to)] })
    return try #require(try rule.due(from: event, ledger: ledger, calendar: calendar))
  }

  private static func pauses(from event: Instant, _ random: inout SeededGenerator) -> [(from: Instant, to: Instant)] {
    let day: Int64 = 86_400
    var now = event
    return (0..<Int.random(in: 1...2, using: &random)).map { _ in
      let from = now.adding(seconds: .random(in: 0...8 * day, using: &random))
      now = from.adding(seconds: .random(in: 0...8 * day, using: &random))
      return (from, now)
    }
  }

  private static func isChain(_ steps: [Step], from event: Instant, to last: CivilDate?) -> Bool {
    let starts = [Amsterdam.date(at: event)] + steps.map(\.after)
    return steps.map(\.before) == Array(starts.dropLast()) && starts.last == last
  }

  private static func event(_ random: inout SeededGenerator) throws -> Instant {
    let first = Amsterdam.startOfDay(try CivilDate(iso8601: "2020-01-01"))
    let last = Amsterdam.startOfDay(try CivilDate(iso8601: "2051-01-01"))
    return Instant(microseconds: .random(in: first.microseconds..<last.microseconds, using: &random))
  }

  private static func rule(_ random: inout SeededGenerator) throws -> DeadlineRule {
    let kinds: [DeadlineKind] = [.calendar, .workingDays, .atw, .eu1182]
    let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
    // Short terms most of all, and the borders of the Algemene termijnenwet: 90 days, 12 weeks, 3 months.
    let choices: [(Length.Unit, ClosedRange<Int>)] = [
      (.days, 1...8), (.days, 1...95), (.weeks, 1...14), (.months, 1...14), (.years, 1...5),
    ]
    let (unit, amounts) = choices[kind == .workingDays ? 0 : Int.random(in: 0..<choices.count, using: &random)]
    return try DeadlineRule(length: Length(.random(in: amounts, using: &random), unit), kind: kind)
  }
}
