import Foundation
import OrderedCollections
import StrictJSON
import Testing

/// What goes over queues has a form that partners read and write: a later release may add to it.
@Suite("Messages of a release and those after it understand each other") struct MessageGoldenTests {
  /// Makes the files of a release; run once, before it goes out, and never again:
  /// `CASUSREGIE_WRITE_GOLDEN=0.2.0 scripts/test --filter GoldenTests`.
  private static let wanted = ProcessInfo.processInfo.environment["CASUSREGIE_WRITE_GOLDEN"]
  private static let kinds = ["events", "replies", "dead-letters"]

  private static func forms(_ kind: String) throws -> [String: String] {
    switch kind {
    case "events": try Forms.events()
    case "replies": try Forms.replies()
    default: try Forms.deadLetters.mapValues(Forms.keptAgain)
    }
  }

  @Test(.enabled(if: wanted != nil)) func write() throws {
    let release = try #require(Self.wanted)
    for kind in Self.kinds { try GoldenMessages(release: release, kind: kind).write(Self.forms(kind)) }
    try GoldenMessages(release: release, kind: "messages").write(Forms.commands.mapValues(\.message))
    try GoldenMessages(release: release, kind: "statements").write(Forms.commands.mapValues(\.statement))
    let understood = try Forms.commands.mapValues { try Forms.understood($0.message, $0.statement) }
    try GoldenMessages(release: release, kind: "understood").write(understood)
  }

  @Test(
    "a partner that reads what a release sent reads what is sent now",
    .disabled(if: wanted != nil),
    arguments: GoldenMessages.releases,
    kinds
  )
  func sent(release: String, kind: String) throws {
    let (golden, now) = (try GoldenMessages(release: release, kind: kind).read(), try Self.forms(kind))
    #expect(!golden.isEmpty)
    for (name, text) in golden {
      let present = try JSONReader.read(Array((now[name] ?? "null").utf8))
      #expect(try present.extends(JSONReader.read(Array(text.utf8))), "\(release): \(name)")
    }
  }

  @Test(
    "a command as partners gave it to a release is understood the same",
    .disabled(if: wanted != nil),
    arguments: GoldenMessages.releases
  )
  func commands(release: String) throws {
    func read(_ kind: String) throws -> [String: String] { try GoldenMessages(release: release, kind: kind).read() }
    let (messages, statements, understood) = (try read("messages"), try read("statements"), try read("understood"))
    #expect(!messages.isEmpty)
    for (name, message) in messages {
      #expect(try Forms.understood(message, statements[name] ?? "") == understood[name], "\(release): \(name)")
    }
  }

  @Test(
    "a message that a release kept because it could not be read, each later one reads with all that was in it",
    .disabled(if: wanted != nil),
    arguments: GoldenMessages.releases
  )
  func deadLetters(release: String) throws {
    let golden = try GoldenMessages(release: release, kind: "dead-letters").read()
    #expect(!golden.isEmpty)
    for (name, text) in golden {
      let again = try JSONReader.read(Array(Forms.keptAgain(text).utf8))
      #expect(try again.extends(JSONReader.read(Array(text.utf8))), "\(release): \(name)")
      // What a later release adds makes no difference.
      let extended = try Forms.keptAgain(#"{"later":["x"],"# + text.dropFirst())
      #expect(try JSONReader.read(Array(extended.utf8)) == again, "\(release): \(name)")
    }
  }

  /// Fails when a form changes: then the files of the next release are due.
  @Test("the newest release has each form as it is now", .disabled(if: wanted != nil)) func newest() throws {
    for kind in Self.kinds {
      #expect(try GoldenMessages(release: GoldenMessages.newest, kind: kind).read() == Self.forms(kind), "\(kind)")
    }
  }

  /// What is taken of a command is in the description, and so in these.
  @Test("the newest release has every member that a command can have", .disabled(if: wanted != nil)) func members()
    throws
  {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/CaseAPI/Resources/asyncapi.json").standardized
    let limits = JSONLimits(bytes: 1 << 20, depth: 40, values: 20_000)
    let schemas = try JSONReader.read(Array(Data(contentsOf: page)), within: limits)["components"]?["schemas"]
    func described(_ schemas: [JSON?]) -> Set<String> {
      schemas.reduce(into: []) { $0.formUnion(Self.keys($1?["properties"])) }
    }
    func golden(_ kind: String) throws -> [JSON] {
      try GoldenMessages(release: GoldenMessages.newest, kind: kind).read().values.map {
        try JSONReader.read(Array($0.utf8))
      }
    }
    func used(_ values: [JSON?]) -> Set<String> { values.reduce(into: []) { $0.formUnion(Self.keys($1)) } }
    let statements = try golden("statements")
    #expect(described([schemas?["Opdrachtverklaring"]]) == used(statements))
    #expect(described([schemas?["Opdracht"], schemas?["NieuweCasus"]]) == used(statements.map { $0["opdracht"] }))
    #expect(described([schemas?["Opdrachtbericht"]]).subtracting(used(try golden("messages"))) == [])
  }

  private static func keys(_ json: JSON?) -> Set<String> {
    if case .object(let members)? = json { Set(members.keys) } else { [] }
  }
}
