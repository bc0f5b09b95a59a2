import CaseCore
import Testing

/// What a field takes, and what it says to what it does not take. Today is 2 March 2026.
@Suite struct FieldTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var field: String
    var input: Input
    /// `nil` where it is taken.
    var message: String?
    var testDescription: String { "\(field) \(input)" }

    init(_ field: String, _ input: Input, _ message: String? = nil) {
      (self.field, self.input, self.message) = (field, input, message)
    }
  }

  static let rows = [
    Row("text", .string("abcde")),
    Row("text", .string("ábçdé")),
    Row("text", .string("abcdef"), "It mag hoogstens 5 tekens lang zijn."),
    Row("text", .string(" \n\t"), "It mag niet leeg zijn."),
    Row("text", .string("\u{200b}\u{301}"), "It mag niet leeg zijn."),
    Row("text", .string("a\u{1b}"), "It mag geen besturingstekens hebben."),
    Row("text", .string("a\u{202e}"), "It mag geen tekens hebben die de schrijfrichting omkeren."),
    Row("text", .number(1), "It moet tekst zijn."),
    Row("text", .list([]), "It moet tekst zijn."),
    Row("text", .other, "It moet tekst zijn."),
    Row("seen", .string("2026-03-02")),
    Row("seen", .string("2026-03-03"), "It mag niet in de toekomst liggen."),
    Row("seen", .string("2026-02-30"), "It moet een datum zijn in de vorm jjjj-mm-dd."),
    Row("seen", .string("2-3-2026"), "It moet een datum zijn in de vorm jjjj-mm-dd."),
    Row("seen", .number(20_260_302), "It moet een datum zijn in de vorm jjjj-mm-dd."),
    Row("by", .string("2026-03-03")),
    Row("by", .string("2026-04-02")),
    Row("by", .string("2026-04-03"), "It mag hoogstens 1 maand na vandaag liggen."),
    Row("by", .string("2026-03-02"), "It moet na vandaag liggen."),
    Row("count", .number(1)),
    Row("count", .number(3)),
    Row("count", .number(0), "It moet ten minste 1 zijn."),
    Row("count", .number(4), "It mag hoogstens 3 zijn."),
    Row("count", .string("2"), "It moet een geheel getal zijn."),
    Row("count", .other, "It moet een geheel getal zijn."),
    Row("urgency", .string("high")),
    Row("urgency", .string("High"), "It moet een van deze zijn: low, high."),
    Row("urgency", .list([.string("high")]), "It moet een van deze zijn: low, high."),
    Row("adviser", .string("05")),
    Row("adviser", .string("99"), "It moet het OIN van een ingeschreven organisatie zijn."),
    Row("adviser", .string("01"), "It moet een organisatie zijn met de rol adviser."),
    Row("adviser", .number(5), "It moet het OIN van een ingeschreven organisatie zijn."),
    Row("anyone", .string("01")),
    Row("days", .list([.string("2026-01-01"), .string("2027-01-01")])),
    Row("days", .list([]), "It moet 1 tot 2 onderdelen hebben."),
    Row(
      "days",
      .list([.string("2026-01-01"), .string("2026-01-02"), .string("2026-01-03")]),
      "It moet 1 tot 2 onderdelen hebben."
    ),
    Row("days", .list([.string("2026-01-01"), .null]), "It onderdeel 2 moet een datum zijn in de vorm jjjj-mm-dd."),
    Row("days", .string("2026-01-01"), "It moet een lijst zijn."),
    Row("nonsense", .string("x"), "Deze opdracht kent dit veld niet."),
  ]

  @Test(arguments: rows) func isTakenOrRefused(_ row: Row) throws {
    let play = try Play.lamp()
    let expected = row.message.map { Told.invalid([.init(field: row.field, message: $0)]) }
    #expect(play.refusal("note", by: Play.clerk, [row.field: row.input]) == expected)
  }

  @Test(arguments: [Input.null, .string("")]) func anOptionalFieldMayBeLeftEmpty(_ input: Input) throws {
    var play = try Play.lamp()
    let entry = try play.must("note", by: Play.clerk, ["text": input, "count": input]).entry
    #expect(entry.fields == [:])
  }

  @Test(arguments: [Input?.none, .null, .string("")]) func aRequiredFieldMayNot(_ input: Input?) throws {
    let play = Play(try Lamp.workflow())
    let fields = input.map { ["lamp": $0] } ?? [:]
    let expected = Told.invalid([.init(field: "lamp", message: "It is verplicht.")])
    #expect(play.refusal("report", by: Play.clerk, fields) == expected)
  }

  /// In the order of the workflow, then those it does not know.
  @Test func allThatIsWrongIsToldAtOnce() throws {
    let play = try Play.lamp()
    let fields: [String: Input] = [
      "zzz": .other, "count": .number(9), "text": .number(1), "aaa": .null, "urgency": .string("high"),
    ]
    guard case .invalid(let faults)? = play.refusal("note", by: Play.clerk, fields) else {
      Issue.record("not refused")
      return
    }
    #expect(faults.map(\.field) == ["text", "count", "aaa", "zzz"])
  }

  /// A day is a day in Amsterdam: at half past eleven in the evening in UTC it is tomorrow there.
  @Test func todayIsTheDayInAmsterdam() throws {
    var play = try Play.lamp()
    play.now = try Instant(rfc3339: "2026-03-02T23:30:00Z")
    #expect(play.refusal("note", by: Play.clerk, ["seen": .string("2026-03-03")]) == nil)
  }

  @Test func valuesStandInTheEntryAndInTheFactOfTheSameName() throws {
    var play = try Play.lamp()
    let decision = try play.must("note", by: Play.clerk, ["urgency": .string("high"), "count": .number(2)])
    #expect(decision.entry.fields == ["urgency": .choice("high"), "count": .number(2)])
    #expect(decision.result.root.facts["urgency"] == .choice("high"))
    #expect(decision.result.root.facts["count"] == nil)
  }
}
