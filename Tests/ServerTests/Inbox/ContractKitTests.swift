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
    @Test(
      "It finds nothing wrong with the clients of the guide: they ask for what was lost, see a last loss by the stand, acknowledge, and follow a new epoch",
      arguments: ExampleClient.Language.allCases
    )
    func example(_ language: ExampleClient.Language) async throws {
      let client = ExampleClient(language: language, folder: try TemporaryFolder())
      let kit = try await start(client.folder, commands: 2, "--restore")
      _ = try await client.run(["keys"])
      let token = try await file("token", in: client.folder)
      try client.write(Data(#"{"werkstroom":"x","opdracht":"y","velden":{}}"#.utf8), to: "begin.json")
      try client.write(Data(#"{"opdracht":"y"}"#.utf8), to: "give.json")
      #expect(try await client.give("begin.json", token: token)["uitkomst"] == "uitgevoerd")
      let subject = UUID().uuidString.lowercased()
      let answer = try await client.give("give.json", "--case", subject, "--revision", "1", token: token)
      #expect(answer["uitkomst"] == "uitgevoerd")
      #expect(try await kit.ended(limit: .seconds(120)) == 0, "\(kit.output)\(kit.errors)")
      #expect(kit.output.contains("nothing wrong was found") && kit.output.contains("seed 7: "))
      #expect(kit.output.contains(/lost \[[0-9]/) && kit.output.contains(/a new epoch began with number [0-9]/))
      #expect(kit.output.contains("not asked for: []") && kit.output.contains("not acknowledged: []"), "\(kit.output)")
      // It handled each once, those that it had to ask for too, and misses none.
      let state = try client.state
      let ids = try #require(state["ids"]?.items)
      #expect(Set(ids).count == ids.count && state["missing"] == .object([:]))
      let (last, epoch) = (try #require(state["last"]?.text), try #require(state["epoch"]?.string))
      #expect(kit.output.contains("told up to number \(last) of epoch \(epoch)"), "\(kit.output)")
    }

    @Test(
      "It answers questions, and says what is wrong: nobody's, not sealed, too late, no person of the partner, an id used twice; a stand passed over, nothing acknowledged"
    )
    func faulty() async throws {
      let folder = try TemporaryFolder()
      let kit = try await start(folder, commands: 5, "--patience", "2")
      let maker = try await FaultyClient(folder)
      let id = UUID()
      try await maker.send(try maker.sealed(id, "een"), id)
      try await maker.send(try maker.sealed(id, "ander"), id)
      let (other, unbound) = (UUID(), "a.e30.b")
      try await maker.send(try maker.sealed(other, "een", token: unbound), other)
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
      let wrong = UUID()
      try await maker.send(try maker.sealed(wrong, "vraag", ["vraag": ["adres": "x"]]), wrong, type: "vraag.stellen")
      try await maker.send("e30", UUID(), isNamed: false)
      try await maker.send("e30", UUID())
      try await maker.send("e30", UUID(), #","expirytime":"2026-01-01T00:00:00Z""#)
      #expect(try await kit.ended(limit: .seconds(120)) == 1)
      for words in [
        "command \(id.uuidString.lowercased()): well made", "id: it was used before, for another command",
        "not bound (cnf.jkt)", "it cannot be read: sender", "data: ", "expirytime: it had expired",
        "events are still in the queue", "question \(question.uuidString.lowercased()): well made",
        "acknowledgement \(acknowledgement.uuidString.lowercased()): gebeurtenis: ",
        "ontvangstbevestiging and not acknowledged: [",
        "only the stand (nl.casusregie.stand) shows",
        "question \(wrong.uuidString.lowercased()): vraag.adres: ",
      ] {
        #expect(kit.output.contains(words), "\(words): \(kit.output)")
      }
      await maker.connection.close()
    }

    private func start(_ folder: TemporaryFolder, commands: Int, _ more: String...) async throws -> ChildProcess {
      let options = ["--seed", "7", "--commands", "\(commands)", "--seconds", "50"] + more
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

  func sealed(_ id: UUID, _ command: String, token: String? = nil) throws -> String {
    let asked: JSON = ["werkstroom": "x", "opdracht": .string(command)]
    return try sealed(id, "opdracht", ["opdracht": asked, "persoon": .string(token ?? self.token)])
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
