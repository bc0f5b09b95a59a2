import AMQP
import AsyncHTTPClient
import CaseCore
import CaseDoor
import Crypto
import Foundation
import Identity
import Inbox
import JOSE
import LocalServices
import Logging
import Messaging
import Outbox
import Postgres
import Requests
import StoreBase
import StrictJSON

/// Commands of the clerk's organisation that lie on its queue, and an inbox that carries them out.
struct InboxLoad {
  private static let operatorNumber = "00000099000000000000"
  private static let audience = "casusregie-opdrachten"
  private static let issuer = "https://login.example"

  private let store: CommandStore
  private let keyring: Keyring
  private let services: LocalServices
  private let inFlight: Int
  private let access: PartnerRegistration.Access
  private let receiver = P256.KeyAgreement.PrivateKey()
  private let signer = P256.Signing.PrivateKey()
  private let issuerKey = P256.Signing.PrivateKey()
  private let publisher: AMQPConnection
  private let logger = Logger(label: "casusregie.bench") { _ in SwiftLogNoOpLogHandler() }

  init(store: CommandStore, keyring: Keyring, services: LocalServices, inFlight: Int) async throws {
    (self.store, self.keyring, self.services, self.inFlight) = (store, keyring, services, inFlight)
    let broker = services.broker
    let administration = BrokerAdministration(
      .init(
        url: "http://127.0.0.1:\(broker.managementPort)",
        user: broker.adminUser,
        password: broker.adminPassword,
        virtualHost: "/"
      ),
      client: .shared
    )
    let registration = PartnerRegistration(
      organisations: OrganisationStore(store.pool),
      broker: administration,
      keyring: keyring
    )
    let clerk = BenchmarkWorkflow.clerk
    access = try await registration.register(
      .init(number: clerk.organisation, name: "Clerk", region: BenchmarkWorkflow.region, roles: clerk.roles)
    )
    publisher = AMQPConnection(
      .init(
        host: "127.0.0.1",
        port: broker.amqpPort,
        credentials: .plain(user: access.user, password: access.password ?? "")
      ),
      logger: logger
    )
    let keys = [
      ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation),
      ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation),
    ].compactMap(\.self)
    _ = try await PartnerKeyStore(store.pool, keyring: keyring).register(keys, of: clerk.organisation)
  }

  func close() async { await publisher.close() }

  /// Puts commands on the queue, on random cases.
  func fill(_ count: Int, on cases: [UUID]) async throws {
    let keys = try MessageKeys(keyring)
    guard let key = keys.published.first(where: { $0.use == .encryption }) else {
      throw BenchmarkError.notWhatWasAsked("no key of the service")
    }
    let (token, publisher) = (try token(), try await publisher.makePublisher(window: 1_000))
    for start in stride(from: 0, to: count, by: 1_000) {
      let messages = try (start..<min(start + 1_000, count)).map { _ in
        try message(on: cases.randomElement() ?? UUID(), token: token, for: key)
      }
      for outcome in try await publisher.publish(messages) where outcome != .confirmed {
        throw BenchmarkError.notWhatWasAsked("the broker took no command: \(outcome)")
      }
    }
    await publisher.close()
  }

  /// Carries out what lies there.
  /// - Returns: how long it took until all were answered.
  func drain(_ count: Int) async throws -> Duration {
    let before = try await lastEvent()
    let broker = AMQPConnection(
      .init(
        host: "127.0.0.1",
        port: services.broker.amqpPort,
        credentials: .plain(user: services.broker.adminUser, password: services.broker.adminPassword)
      ),
      logger: logger
    )
    var settings = Inbox.Settings()
    (settings.lanes, settings.prefetch) = (inFlight, UInt16(inFlight * 8))
    let inbox = try Inbox(
      door: store.door(keyring),
      broker: broker,
      tokens: verifier,
      audience: Self.audience,
      operatorNumber: Self.operatorNumber,
      questions: NoQuestions(),
      alarms: AlarmStore(store.pool),
      settings: settings,
      logger: logger
    )
    let start = ContinuousClock.now
    let running = Task { await inbox.run() }
    // Seldom, and only the rows that came since: looking takes time from what is measured.
    while try await answers(after: before) < count { try await Task.sleep(for: .milliseconds(100)) }
    let duration = ContinuousClock.now - start
    running.cancel()
    await running.value
    await broker.close()
    return duration
  }

  private func lastEvent() async throws -> Int64 {
    try await store.run("select coalesce(max(id), 0) from outbox").first?[0, as: Int64.self] ?? 0
  }

  private func answers(after event: Int64) async throws -> Int {
    let rows = try await store.run("select count(*) from outbox where id > \(event) and causation is not null")
    return try rows.first?[0, as: Int.self] ?? 0
  }

  private func message(on alias: UUID, token: String, for key: ECPublicKey) throws -> AMQPMessage {
    let (id, subject) = (UUID().uuidString.lowercased(), alias.uuidString.lowercased())
    let organisation = BenchmarkWorkflow.clerk.organisation
    let statement: JSON = [
      "iss": .string(organisation), "aud": .string("urn:nld:oin:\(Self.operatorNumber):systeem:casusregie"),
      "jti": .string(id), "casus": .string(subject), "persoon": .string(token),
      "opdracht": ["opdracht": "note", "velden": ["text": .string(BenchmarkWorkflow.text)]],
    ]
    let signed = try SignedMessage.sign(Data(statement.text.utf8), type: "opdracht+jwt", by: signer, named: "s")
    let event: JSON = [
      "specversion": "1.0", "id": .string(id), "source": .string("urn:nld:oin:\(organisation):systeem:bench"),
      "type": "nl.casusregie.opdracht.geven", "subject": .string(subject), "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: key)),
    ]
    var properties = AMQPProperties()
    properties.contentType = "application/cloudevents+json"
    (properties.messageID, properties.userID) = (id, access.user)
    return AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: Array(event.text.utf8))
  }

  // MARK: - The issuer of tokens

  private var verifier: TokenVerifier {
    let key = ECPublicKey(name: "i", use: .signature, point: issuerKey.publicKey.rawRepresentation)
    let documents: [String: JSON] = [
      "\(Self.issuer)/.well-known/openid-configuration": [
        "issuer": .string(Self.issuer), "jwks_uri": .string("\(Self.issuer)/keys"),
      ],
      "\(Self.issuer)/keys": ["keys": .array([key?.json].compactMap(\.self))],
    ]
    return TokenVerifier(.init(unchecked: Self.issuer, audience: "casusregie"), logger: logger) { address, _ in
      Array((documents[address] ?? .null).text.utf8)
    }
  }

  private func token() throws -> String {
    let clerk = BenchmarkWorkflow.clerk
    let thumbprint = ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation)?.thumbprint
    let claims: JSON = [
      "iss": .string(Self.issuer), "aud": .string(Self.audience), "sub": .string(clerk.subject),
      "exp": .integer(Int64(Date().timeIntervalSince1970) + 86_400), "organisatie": .string(clerk.organisation),
      "rollen": JSON(clerk.roles.sorted()), "cnf": ["jkt": JSON(thumbprint)],
    ]
    return try SignedMessage.sign(Data(claims.text.utf8), type: "JWT", by: issuerKey, named: "i")
  }
}

/// This benchmark gives commands alone.
private struct NoQuestions: QuestionResponder {
  func answer(_ address: String, to asker: Asker) async -> QuestionAnswer? { nil }
}
