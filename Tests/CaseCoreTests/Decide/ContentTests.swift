import CaseCore
import Testing

/// What is wrong with a command by itself, without a case: whoever has the workflow alone can say it.
///
/// It must fail when `Decider.refusal(ofContentOf:begins:)` looks parts or organisations up, or leaves out fields, part, ground or the beginning.
@Suite struct ContentTests {
  private static func refusal(
    _ name: String,
    _ fields: [String: Input] = [:],
    child: String? = nil,
    ground: String? = nil,
    begins: Bool = false
  ) throws -> Told? {
    let decider = Decider(
      workflow: try Works.workflow(),
      directory: Directory([]),
      calendar: .standard,
      now: Play.monday
    )
    let command = Command(
      cause: .command(name: name, by: Play.clerk),
      child: child,
      fields: fields,
      ground: ground,
      expectedRevision: 7
    )
    return decider.refusal(ofContentOf: command, begins: begins).map(Told.init)
  }

  private static func invalid(_ field: String, _ message: String) -> Told {
    .invalid([.init(field: field, message: message)])
  }

  @Test func whatACaseOrADirectoryCouldHaveIsRight() throws {
    #expect(try Self.refusal("order", Works.order("00000099000000000099")) == nil)
    #expect(try Self.refusal("pick", ["jobs": .list([.string("job-7")])]) == nil)
    #expect(try Self.refusal("begin", child: "job-7") == nil)
    #expect(try Self.refusal("open", begins: true) == nil)
    #expect(try Self.refusal("stop", ground: Lamp.law) == nil)
  }

  @Test func whatNoCaseCouldHaveIsWrong() throws {
    #expect(
      try Self.refusal("order", Works.order("town"))
        == Self.invalid("who", "It onderdeel 1 moet het OIN van een ingeschreven organisatie zijn.")
    )
    #expect(
      try Self.refusal("pick", ["jobs": .list([.number(7)])])
        == Self.invalid("jobs", "It onderdeel 1 moet een bestaand onderdeel zijn, zoals job-1.")
    )
    #expect(try Self.refusal("pick") == Self.invalid("jobs", "It is verplicht."))
    #expect(try Self.refusal("stop", ["name": .null]) == Self.invalid("name", "Deze opdracht kent dit veld niet."))
    #expect(try Self.refusal("begin") == Self.invalid("onderdeel", "Noem het onderdeel waarover «Begin» gaat."))
    #expect(
      try Self.refusal("stop", child: "job-7")
        == Self.invalid("onderdeel", "«Plain» gaat over de casus zelf: noem geen onderdeel.")
    )
    #expect(
      try Self.refusal("stop", ground: "whim")
        == Self.invalid("grondslag", "Op deze grondslag kan de opdracht nu niet rusten; wel op: \(Lamp.law).")
    )
  }

  @Test func aCaseBeginsWithOneCommand() throws {
    #expect(try Self.refusal("stop", begins: true) == .unknownCase)
    #expect(try Self.refusal("open") == .unknownCommand("open"))
    #expect(try Self.refusal("dance") == .unknownCommand("dance"))
  }
}
