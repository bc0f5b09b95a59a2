import CaseAPI
import CaseCore
import CaseDoor
import Foundation
import HTTPTypes
import Postgres
import StoreBase
import Testing
import WorkflowFiles

/// What people read over REST of a case that may be about the same person as another. It must fail when a byte, a revision or an entity tag
/// of anybody but the contact is otherwise afterwards.
@Suite struct MatchRouteTests {
  private static let museum = actor("21", "museum")
  private static let depot = actor("22", "depot")
  private static let restorer = actor("23", "restaurator")
  private static let elsewhere = [actor("31", "museum"), actor("32", "depot"), actor("33", "restaurator")]

  private static func actor(_ number: String, _ role: String) -> Actor {
    Actor(subject: "persoon-\(number)", organisation: "000000990000000000\(number)", roles: [role])
  }

  private static func api() async throws -> TestAPI {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../WorkflowFilesTests/bad/matches/sound.yaml").standardized
    let workflow = try WorkflowFile.load(String(contentsOf: file, encoding: .utf8), name: "sound.yaml")
    let api = try await TestAPI(workflow: workflow)
    try await api.pool.withConnection { connection in
      _ = try connection.query(
        """
        insert into workflow_version (workflow, version, digest, source)
        values ('leenverzoek', '1.0.0', decode(repeat('00', 32), 'hex'), 'test')
        """
      )
    }
    for (region, actors) in [("hier", [museum, depot, restorer]), ("daar", elsewhere)] {
      for actor in actors {
        try await OrganisationStore(api.pool).register(
          Organisation(number: actor.organisation, name: "Organisatie", region: region, roles: actor.roles),
          queue: "q.\(actor.organisation)"
        )
      }
    }
    return api
  }

  /// A case of a museum's about this person: its address for the museum.
  private static func begun(_ api: TestAPI, by museum: Actor, _ surname: String) async throws -> String {
    let begun = try await api.command(
      #"{"werkstroom":"leenverzoek","opdracht":"indienen","velden":{}}"#,
      to: "/v1/casussen",
      as: museum
    )
    let address = try #require(begun.headers[.location], "\(begun.text)")
    let person = #"{"achternaam":"\#(surname)","voorletters":"M.","geboortedatum":"1999-04-05"}"#
    let recorded = try await api.command(
      #"{"opdracht":"lener-vastleggen","velden":\#(person)}"#,
      to: address + "/opdrachten",
      as: museum
    )
    #expect(recorded.status == 200, "\(recorded.text)")
    return address
  }

  /// All that somebody reads of their one case.
  private static func read(_ api: TestAPI, _ actor: Actor) async throws -> [String] {
    let address = try await api.onlyCase(of: actor)
    var read: [String] = []
    for path in ["", "/mogelijkheden", "/journaal", "/termijnen"].map({ address + $0 }) + [
      "/v1/casussen", "/v1/termijnen",
    ] {
      let reply = try await api.send(.get, path, as: actor)
      #expect(reply.status == 200, "\(path): \(reply.text)")
      read.append("\(reply.headers[.eTag] ?? "-") \(reply.text)")
    }
    return read
  }

  @Test func onlyTheContactsReadIt() async throws {
    let api = try await Self.api()
    _ = try await Self.begun(api, by: Self.museum, "El-Amrani")
    _ = try await Self.begun(api, by: Self.elsewhere[0], "Amrani")
    let others = [Self.museum, Self.restorer, Self.elsewhere[0], Self.elsewhere[2]]
    var before: [[String]] = []
    for actor in others { before.append(try await Self.read(api, actor)) }
    let matcher = CaseMatcher(
      door: api.services.door,
      store: MatchStore(pool: api.pool, keyring: api.keyring),
      permission: MatchPermission(regions: ["hier", "daar"])
    )
    #expect(
      Set(try await matcher.compare(isAtOnce: false).told) == [Self.depot.organisation, Self.elsewhere[1].organisation]
    )
    for (actor, before) in zip(others, before) { #expect(try await Self.read(api, actor) == before) }
    for (actor, contact) in [(Self.depot, Self.elsewhere[1]), (Self.elsewhere[1], Self.depot)] {
      let address = try await api.onlyCase(of: actor)
      let journal = try await api.send(.get, address + "/journaal", as: actor)
      let entry = try #require(journal["vermeldingen"].items.last)
      #expect(entry["soort"].text == "herkenning" && entry["grondslag"]["sleutel"].text == "navraag")
      #expect(entry["velden"]["contact"].text == contact.organisation)
      #expect(try await api.children(address, as: actor) == ["treffer-1 gevonden"])
    }
  }
}
