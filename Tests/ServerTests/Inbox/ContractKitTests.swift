import AMQP
import Crypto
import Foundation
import JOSE
import Logging
import OrderedCollections
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// The kit by which partners try out their client.
  @Suite struct ContractKitTests {
    /// It must fail when a client does not send again what a new epoch undid (`Following.undo`), or not under the same id.
    @Test(
      "It finds nothing wrong with the clients of the guide: they ask for what was lost, see a last loss by the stand, acknowledge, follow a new epoch, and send again what that undid",
      arguments: ExampleClient.Language.allCases
    )
    func example(_ language: ExampleClient.Language) async throws {
      let client = ExampleClient(language: language, folder: try TemporaryFolder())
      let kit = try await start(client.folder, commands: 3, "--restore", "--refuse")
      _ = try await client.run(["keys"])
      let token = try await file("token", in: client.folder)
      try client.write(Body.signal(to: Partners.municipality), to: "begin.json")
      try client.write(Body.addition, to: "give.json")
      let begun = try await client.give("begin.json", token: token)
      let subject = try #require(begun["id"]?.string, "\(begun.text)")
      let stale = try await client.give("give.json", "--case", subject, "--revision", "1", token: token)
      #expect(stale["code"] == "stale" && stale["revisie"] == 2, "\(stale.text)")
      let given = try await client.give("give.json", "--case", subject, "--revision", "2", token: token)
      #expect(given["uitkomst"] == "uitgevoerd", "\(given.text)")
      #expect(try await kit.ended(limit: .seconds(120)) == 0, "\(kit.output)\(kit.errors)")
      #expect(kit.output.contains("nothing wrong was found") && kit.output.contains("seed 7: "), "\(kit.output)")
      #expect(kit.output.contains("refused on purpose (stale)") && kit.output.contains("put back once more"))
      #expect(kit.output.contains(/lost \[[0-9]/) && kit.output.contains(/a new epoch began with number [0-9]/))
      #expect(kit.output.contains("not asked for: []") && kit.output.contains("not acknowledged: []"), "\(kit.output)")
      // It handled each once, those that it had to ask for too, and misses none.
      let state = try client.state
      let ids = try #require(state["ids"]?.items)
      #expect(Set(ids).count == ids.count && state["missing"] == .object([:]))
      let (last, epoch) = (try #require(state["last"]?.text), try #require(state["epoch"]?.string))
      #expect(kit.output.contains("told up to number \(last) of epoch \(epoch)"), "\(kit.output)")
    }

    /// It must fail when `CommandReview` does not look at what commands say, `PlayedRefusal` refuses nothing, or `UndoneCommands` owes nothing.
    @Test(
      "It answers questions, and says what is wrong: nobody's, not sealed, too late, no person of the partner, an id used twice, a field that must be there, the refused given again; a stand passed over, nothing acknowledged, nothing sent again"
    )
    func faulty() async throws {
      let folder = try TemporaryFolder()
      let kit = try await start(folder, commands: 8, "--patience", "2", "--restore", "--refuse")
      let maker = try await FaultyClient(folder)
      let id = UUID()
      try await maker.send(try maker.sealed(id, "een"), id)
      try await maker.send(try maker.sealed(id, "ander"), id)
      let (other, unbound) = (UUID(), "a.e30.b")
      try await maker.send(try maker.sealed(other, "een", token: unbound), other)
      let refused = try await maker.giveRefused(on: id)
      let (question, acknowledgement) = (UUID(), UUID())
      try await maker.send(
        try maker.sealed(question, "vraag", ["vraag": ["adres": "/v1/gebeurtenissen?vanaf=1&tot=1000"]]),
        question,
        type: "vraag.stellen"
      )
      try await maker.send(
        try maker.sealed(acknowledgement, "ontvangst", ["gebeurtenis": .string(UUID().uuidString.lowercased())]),
        acknowledgement,
        type: "ontvangst.bevestigen"
      )
      let standing = UUID()
      let stand: JSON = ["adres": "/v1/gebeurtenissen/stand"]
      try await maker.send(try maker.sealed(standing, "vraag", ["vraag": stand]), standing, type: "vraag.stellen")
      let wrong = UUID()
      try await maker.send(try maker.sealed(wrong, "vraag", ["vraag": ["adres": "x"]]), wrong, type: "vraag.stellen")
      try await maker.send("e30", UUID(), isNamed: false)
      try await maker.send("e30", UUID())
      try await maker.send("e30", UUID(), #","expirytime":"2026-01-01T00:00:00Z""#)
      // That was the last: now comes an epoch. The first two again, in another order.
      try await maker.send(try maker.sealed(other, "een", token: unbound), other)
      try await maker.send(try maker.sealed(id, "een"), id)
      #expect(try await kit.ended(limit: .seconds(120)) == 1)
      for words in [
        "command \(id.uuidString.lowercased()): well made", "id: it was used before, for another command",
        "not bound (cnf.jkt)", "it cannot be read: sender", "data: ", "expirytime: it had expired",
        "events are still in the queue", "question \(question.uuidString.lowercased()): well made",
        "acknowledgement \(acknowledgement.uuidString.lowercased()): gebeurtenis: ",
        "ontvangstbevestiging and not acknowledged: [",
        "only the stand (nl.casusregie.stand) shows",
        "question \(wrong.uuidString.lowercased()): vraag.adres: ",
        "aanvulling: Aanvulling of verbetering is verplicht. (required)",
        "naam: Deze opdracht kent dit veld niet. (unknown-field)",
        "command \(refused.uuidString.lowercased()): refused on purpose (stale)",
        "it is command \(refused.uuidString.lowercased()) again, which was refused (stale), and names no later revision",
        "they were not sent again: [\"\(refused.uuidString.lowercased())\"",
        "sent again in another order than the first time",
      ] {
        #expect(kit.output.contains(words), "\(words): \(kit.output)")
      }
      await maker.connection.close()
    }

    private func start(_ folder: TemporaryFolder, commands: Int, _ more: String...) async throws -> ChildProcess {
      // Its clients give commands of this one, whatever is shipped.
      let workflow = ["--workflow", FrozenWorkflows.casework, "--story", "tot-interventies"]
      let options = workflow + ["--seed", "7", "--commands", "\(commands)", "--seconds", "50"] + more
      let kit = try await ChildProcess(["partner", "kit", folder.path] + options, program: Program.development)
      _ = try await file("access.json", in: folder)
      return kit
    }

    private func file(_ name: String, in folder: TemporaryFolder) async throws -> String {
      try await folder.waitForFile(name)
    }
  }
}

extension TemporaryFolder {
  /// What is in a file, once it is there.
  fileprivate func waitForFile(_ name: String) async throws -> String {
    try await waitFor(name, limit: .seconds(180)) { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
    return try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }
}

/// A client that makes its messages as it is told.
private struct FaultyClient {
  private struct NoAccess: Error {}

  let connection: AMQPConnection
  private let access: JSON
  private let token: String
  private let sealing: ECPublicKey
  private let signer = P256.Signing.PrivateKey()

  /// Gives its keys to the kit, and takes the token.
  init(_ folder: TemporaryFolder) async throws {
    access = try JSONReader.read(Array(try await folder.waitForFile("access.json").utf8))
    let service = try JSONReader.read(Array(try await folder.waitForFile("service.json").utf8))
    let keys = service["keys"]?.items?.compactMap(ECPublicKey.init) ?? []
    let receiver = P256.KeyAgreement.PrivateKey().publicKey.rawRepresentation
    guard let sealing = keys.first(where: { $0.use == .encryption }), case .integer(let port)? = access["port"],
      let sign = ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation),
      let open = ECPublicKey(name: "e", use: .encryption, point: receiver)
    else { throw NoAccess() }
    self.sealing = sealing
    _ = try folder.write(JSON.object(["keys": [sign.json, open.json]]).text, to: "public.json")
    token = try await folder.waitForFile("token")
    let configuration = AMQPConfiguration(
      host: "127.0.0.1",
      port: Int(port),
      virtualHost: access["virtualHost"]?.string ?? "",
      credentials: .plain(user: access["user"]?.string ?? "", password: access["password"]?.string ?? "")
    )
    connection = AMQPConnection(configuration, logger: Logger(label: "partner") { _ in SwiftLogNoOpLogHandler() })
  }

  /// A command that begins a case, and says this.
  func sealed(_ id: UUID, _ words: String, token: String? = nil) throws -> String {
    let fields: JSON = [
      "gedraging": .string(words), "datum": "2026-01-05", "fenomeen": "onbekend", "kanaal": "ander",
      "ontvanger": .string(Partners.municipality),
    ]
    let asked: JSON = ["werkstroom": "pga-radicalisering", "opdracht": "signaal-registreren", "velden": fields]
    return try sealed(id, "opdracht", ["opdracht": asked, "persoon": .string(token ?? self.token)])
  }

  /// Gives a command on a case that is refused, the same under another id, and one that does not say what it must.
  /// - Returns: the id of the first.
  func giveRefused(on subject: UUID) async throws -> UUID {
    let name = subject.uuidString.lowercased()
    let first = UUID()
    for (id, field) in [(first, "aanvulling"), (UUID(), "aanvulling"), (UUID(), "naam")] {
      let asked: JSON = ["opdracht": "signaal-aanvullen", "velden": .object([field: "Proef."])]
      let members: OrderedDictionary<String, JSON> = [
        "opdracht": asked, "persoon": .string(token), "casus": .string(name), "revisie": 1,
      ]
      try await send(sealed(id, "opdracht", members), id, #","subject":"\#(name)""#, type: "opdracht.geven")
    }
    return first
  }

  /// - Parameter kind: of what is said: `opdracht`, `vraag` or `ontvangst`.
  func sealed(_ id: UUID, _ kind: String, _ content: OrderedDictionary<String, JSON>) throws -> String {
    var members: OrderedDictionary<String, JSON> = [
      "iss": access["organisation"] ?? .null, "aud": access["service"] ?? .null,
      "jti": .string(id.uuidString.lowercased()), "iat": 1,
    ]
    members.merge(content) { $1 }
    let text = Data(JSON.object(members).text.utf8)
    let signed = try SignedMessage.sign(text, type: "\(kind)+jwt", by: signer, named: "s")
    return try EncryptedMessage.encrypt(Data(signed.utf8), for: sealing)
  }

  /// - Parameter isNamed: whether it says who sends it.
  func send(
    _ data: String,
    _ id: UUID,
    _ more: String = "",
    isNamed: Bool = true,
    type: String = "opdracht.beginnen"
  ) async throws {
    let id = id.uuidString.lowercased()
    let body = """
      {"specversion":"1.0","id":"\(id)","source":"urn:nld:oin:00000099000000000001:systeem:x",\
      "type":"nl.casusregie.\(type)","datacontenttype":"application/jose","data":"\(data)"\(more)}
      """
    var properties = AMQPProperties()
    (properties.userID, properties.messageID) = (isNamed ? access["user"]?.string : nil, id)
    properties.contentType = "application/cloudevents+json"
    let exchange = access["exchange"]?.string ?? ""
    let message = AMQPMessage(exchange: exchange, routingKey: "", properties: properties, body: Array(body.utf8))
    let publisher = try await connection.makePublisher()
    #expect(try await publisher.publish(message) == .confirmed)
    await publisher.close()
  }
}
