import AMQP
import CaseCore
import Crypto
import Foundation
import JOSE
import LocalServices
import Logging
import Messaging
import Postgres
import StoreBase
import StrictJSON

/// An organisation that gives commands over its own way in.
struct InboxSender {
  static let operatorNumber = "00000099000000000000"

  let actor: Actor
  private let access: PartnerRegistration.Access
  private let receiver = P256.KeyAgreement.PrivateKey()
  private let signer = P256.Signing.PrivateKey()
  private let service: ECPublicKey
  private let token: String
  private let publisher: AMQPConnection

  /// Registers it with the broker, and its keys.
  init(
    _ actor: Actor,
    store: CommandStore,
    keyring: Keyring,
    services: LocalServices,
    issuer: InboxIssuer,
    logger: Logger
  ) async throws {
    self.actor = actor
    let broker = services.broker
    let administration = BrokerAdministration(
      .init(
        urls: ["http://127.0.0.1:\(broker.managementPort)"],
        user: broker.adminUser,
        password: broker.adminPassword,
        virtualHost: "/"
      )
    )
    let registration = PartnerRegistration(
      organisations: OrganisationStore(store.pool),
      broker: administration,
      keyring: keyring
    )
    access = try await registration.register(
      .init(number: actor.organisation, name: "Clerk", region: BenchmarkWorkflow.region, roles: actor.roles)
    )
    publisher = AMQPConnection(
      .init(
        host: "127.0.0.1",
        port: broker.amqpPort,
        credentials: .plain(user: access.user, password: access.password ?? "")
      ),
      logger: logger
    )
    let own = ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation)
    let keys = [own, ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation)]
    _ = try await PartnerKeyStore(store.pool, keyring: keyring).register(
      keys.compactMap(\.self),
      of: actor.organisation
    )
    guard let service = try MessageKeys(keyring).published.first(where: { $0.use == .encryption }) else {
      throw BenchmarkError.notWhatWasAsked("no key of the service")
    }
    self.service = service
    token = try issuer.token(of: actor, boundTo: own?.thumbprint)
  }

  /// The queue of its events.
  var queue: String { access.queue }

  func close() async { await publisher.close() }

  /// Puts commands on the queue, on random cases.
  func fill(_ count: Int, on cases: [UUID]) async throws {
    for start in stride(from: 0, to: count, by: 1_000) {
      try await give(messages(min(1_000, count - start), on: cases))
    }
  }

  /// Commands on random cases, signed and encrypted.
  func messages(_ count: Int, on cases: [UUID]) throws -> [AMQPMessage] {
    try (0..<count).map { _ in try message(on: cases.randomElement() ?? UUID(), as: UUID()) }
  }

  /// Puts them on the queue, as fast as it takes them: what a full queue refuses is given again a little later.
  func give(_ messages: [AMQPMessage]) async throws {
    let publisher = try await publisher.makePublisher(window: 1_000)
    for start in stride(from: 0, to: messages.count, by: 1_000) {
      var left = Array(messages[start..<min(start + 1_000, messages.count)])
      while true {
        let outcomes = try await publisher.publish(left)
        left = zip(left, outcomes).filter { $1 == .rejected }.map(\.0)
        try Self.check(outcomes.filter { $0 != .rejected })
        if left.isEmpty { break }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    await publisher.close()
  }

  /// Gives commands one by one.
  func makePublisher() async throws -> AMQPPublisher { try await publisher.makePublisher(window: 100) }

  func give(_ id: UUID, on alias: UUID, by publisher: AMQPPublisher) async throws {
    try Self.check(await publisher.publish([message(on: alias, as: id)]))
  }

  private static func check(_ outcomes: [PublishOutcome]) throws {
    for outcome in outcomes where outcome != .confirmed {
      throw BenchmarkError.notWhatWasAsked("the broker took no command: \(outcome)")
    }
  }

  private func message(on alias: UUID, as id: UUID) throws -> AMQPMessage {
    let (id, subject) = (id.uuidString.lowercased(), alias.uuidString.lowercased())
    let organisation = actor.organisation
    let statement: JSON = [
      "iss": .string(organisation), "aud": .string("urn:nld:oin:\(Self.operatorNumber):systeem:casusregie"),
      "jti": .string(id), "casus": .string(subject), "persoon": .string(token),
      "opdracht": ["opdracht": "note", "velden": ["text": .string(BenchmarkWorkflow.text)]],
    ]
    let signed = try SignedMessage.sign(Data(statement.text.utf8), type: "opdracht+jwt", by: signer, named: "s")
    let event: JSON = [
      "specversion": "1.0", "id": .string(id), "source": .string("urn:nld:oin:\(organisation):systeem:bench"),
      "type": "nl.casusregie.opdracht.geven", "subject": .string(subject), "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: service)),
    ]
    var properties = AMQPProperties()
    properties.contentType = "application/cloudevents+json"
    (properties.messageID, properties.userID) = (id, access.user)
    return AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: Array(event.text.utf8))
  }
}
