import AMQP
import Crypto
import Development
import Foundation
import JOSE
import OrderedCollections
import Server
import StrictJSON
import Synchronization
import TestServices

/// A partner's system that gives commands over its queue, and reads what it is answered: by the rules, unless a test has it do
/// otherwise.
final class QueueSender: Sendable {
  /// What is sent in a message: a command, a question or an acknowledgement.
  struct Request: Sendable {
    var id = UUID()
    var subject: String?
    var command: String
    /// An address, for a message that asks and does not command.
    var question: String?
    /// Which part of the answer is asked.
    var part: Int64?
    /// An event, for a message that acknowledges it and does not command.
    var acknowledged: UUID?
    /// For whom the organisation vouches, in place of a token.
    var vouched: JSON?
    var revision: Int64?
    var after: UUID?
    var expires: String?
    var token: String?
    var type: String?
    /// Instead of the sender's own.
    var issuer: String?
    var signedID: UUID?

    fileprivate var usualType: String {
      if question != nil { return "nl.casusregie.vraag.stellen" }
      if acknowledged != nil { return "nl.casusregie.ontvangst.bevestigen" }
      return "nl.casusregie.opdracht.\(subject == nil ? "beginnen" : "geven")"
    }
  }

  let organisation: String
  let access: PartnerAccess
  let keys: KeySet
  let signer: P256.Signing.PrivateKey
  let answers = Signal<[UUID: [JSON]]>([:])
  /// Events that are no answers, by their type.
  let events = Signal<[String]>([])
  /// What it was told, and those of its commands that were carried out.
  let wire = WireRecord()
  private let sent = Mutex<[UUID: (statement: JSON, message: JSON, properties: AMQPProperties)]>([:])
  private let receiver: P256.KeyAgreement.PrivateKey
  private let service: [ECPublicKey]
  private let connection: AMQPConnection

  /// - Parameter other: another connection of the same system: it has the same keys.
  init(_ access: PartnerAccess, settings: Settings, sharingKeysOf other: QueueSender? = nil) throws {
    signer = other?.signer ?? P256.Signing.PrivateKey()
    receiver = other?.receiver ?? P256.KeyAgreement.PrivateKey()
    organisation = access.organisation
    self.access = access
    service = try Self.keys(Administration(settings).serviceKeys().json)
    let both = [
      ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation),
      ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation),
    ].compactMap(\.self)
    keys = try KeySet(json: Array(JSON.object(["keys": .array(both.map(\.json))]).text.utf8))
    connection = AMQPConnection(access)
  }

  /// To which tokens are bound.
  var thumbprint: String {
    ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation)?.thumbprint ?? ""
  }

  func token(
    _ role: String,
    subject: String = "proef",
    audience: String? = nil,
    acr: String? = nil,
    isOfSystem: Bool = false,
    settings: Settings
  ) async throws -> String {
    try await LocalTokens(settings).make(
      subject: subject,
      organisation: organisation,
      roles: [role],
      minutes: 15,
      acr: acr,
      binding: TokenBinding(audience: audience ?? settings.identity.commandAudience, thumbprint: thumbprint),
      isOfSystem: isOfSystem
    )
  }

  /// Reads its queue from now on.
  func listen() async throws {
    let deliveries = try await connection.consume(access.queue)
    Task {
      // Ends with the connection.
      for try await delivery in deliveries {
        try wire.take(delivery)
        try take(delivery.body)
        await delivery.ack()
      }
    }
  }

  func close() async { await connection.close() }

  /// The message that makes a request: a CloudEvent.
  func message(_ request: Request) throws -> [UInt8] {
    let id = request.id.uuidString.lowercased()
    var statement = JSON.object([
      "iss": .string(request.issuer ?? organisation), "aud": .string(access.service),
      "jti": .string(request.signedID?.uuidString.lowercased() ?? id), "casus": request.subject.map(JSON.string),
      "expirytime": request.expires.map(JSON.string), "revisie": request.revision.map(JSON.integer),
      "na": request.after.map { .string($0.uuidString.lowercased()) },
      "persoon": request.token.map(JSON.string), "persoonsverklaring": request.vouched,
    ])
    if case .object(var members) = statement {
      members["iat"] = .integer(Int64(Date().timeIntervalSince1970))
      if let question = request.question {
        members["vraag"] = ["adres": .string(question)]
        if let part = request.part { members["vraag"] = ["adres": .string(question), "deel": .integer(part)] }
      } else if let event = request.acknowledged {
        members["gebeurtenis"] = .string(event.uuidString.lowercased())
      } else {
        members["opdracht"] = try JSONReader.read(Array(request.command.utf8))
      }
      statement = .object(members)
    }
    let signed = try SignedMessage.sign(
      Data(statement.text.utf8),
      type: request.acknowledged != nil ? "ontvangst+jwt" : request.question == nil ? "opdracht+jwt" : "vraag+jwt",
      by: signer,
      named: "s"
    )
    guard let key = service.first(where: { $0.use == .encryption }) else { throw NoKey() }
    let message = JSON.object([
      "specversion": "1.0", "id": .string(id), "source": .string("urn:nld:oin:\(organisation):systeem:proef"),
      "type": .string(request.type ?? request.usualType),
      "subject": request.subject.map(JSON.string), "expirytime": request.expires.map(JSON.string),
      "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: key)),
    ])
    // The first one of an id: another under it is refused.
    sent.withLock { if $0[request.id] == nil { $0[request.id] = (statement, message, AMQPProperties()) } }
    return Array(message.text.utf8)
  }

  func send(_ request: Request) async throws { try await send(message(request), id: request.id) }

  /// - Parameter change: of the properties that a message has by the rules.
  func send(_ body: [UInt8], id: UUID, _ change: (inout AMQPProperties) -> Void = { _ in }) async throws {
    var properties = AMQPProperties()
    properties.contentType = "application/cloudevents+json"
    properties.messageID = id.uuidString.lowercased()
    properties.userID = access.user
    change(&properties)
    // Before it is sent: the answer can come at once.
    sent.withLock { $0[id]?.properties = properties }
    let publisher = try await connection.makePublisher()
    let message = AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: body)
    let outcome = try await publisher.publish(message)
    await publisher.close()
    guard outcome == .confirmed else { throw NotTaken(outcome: "\(outcome)") }
  }

  /// Of what was carried out the document says how it is made.
  private func accepted(_ command: UUID, as statement: String) throws {
    guard let sent = sent.withLock({ $0[command] }) else { return }
    wire.message(sent.message, sent.properties)
    wire.content(sent.statement, as: statement)
    if let token = sent.statement["persoon"]?.string?.split(separator: "."), token.count == 3 {
      wire.content(try Self.json(token[1]), as: "Toegangstoken")
    }
  }

  /// The JSON of one part of a compact form.
  private static func json(_ part: some StringProtocol) throws -> JSON {
    try JSONReader.read(Array(Data(base64URL: part) ?? Data()))
  }

  /// Gives a command, and waits for what is answered.
  func give(_ request: Request) async throws -> JSON {
    try await send(request)
    return try await answer(to: request.id)
  }

  /// Asks, and waits for what is answered: a status, and what it comes with.
  func ask(_ address: String, token: String?, on subject: String? = nil) async throws -> (status: JSON?, body: JSON) {
    let answer = try await give(Request(subject: subject, command: "", question: address, token: token))
    return (answer["status"], answer["inhoud"] ?? .null)
  }

  /// - Parameter count: the how manieth.
  func answer(to id: UUID, _ count: Int = 1) async throws -> JSON {
    try await answers.wait(for: "answer \(count) to \(id)", limit: .seconds(60)) { ($0[id]?.count ?? 0) >= count }
    return answers.value[id]?[count - 1] ?? .null
  }

  private func take(_ body: [UInt8]) throws {
    let event = try JSONReader.read(body)
    guard let command = event["causationid"]?.string.flatMap(UUID.init(uuidString:)), let data = event["data"]?.string
    else {
      return events.update { $0.append(event["type"]?.string ?? "") }
    }
    let plain = try EncryptedMessage.decrypt(data, keys: ["e": receiver])
    let signed = try SignedMessage(String(decoding: plain, as: UTF8.self), type: "antwoord+jwt", keys: service)
    let said = try JSONReader.read(Array(signed.payload))
    let isQuestion = said["vraag"] != nil
    wire.content(said, as: isQuestion ? "Vraagantwoord" : "Antwoordverklaring")
    wire.content(try Self.json(String(decoding: plain, as: UTF8.self).dotted[0]), as: "Antwoordkop")
    wire.content(try Self.json(data.dotted[0]), as: "Versleutelkop")
    let answer = said["antwoord"] ?? .null
    if answer["uitkomst"]?.string == "uitgevoerd" {
      try accepted(command, as: answer["gebeurtenis"] == nil ? "Opdrachtverklaring" : "Ontvangstverklaring")
    }
    if isQuestion, answer["status"] == 200 { try accepted(command, as: "Vraagverklaring") }
    answers.update { $0[command, default: []].append(answer) }
  }

  private static func keys(_ set: String) throws -> [ECPublicKey] {
    try JSONReader.read(Array(set.utf8))["keys"]?.items?.compactMap(ECPublicKey.init) ?? []
  }

  struct NoKey: Error {}
  struct NotTaken: Error { let outcome: String }
}
