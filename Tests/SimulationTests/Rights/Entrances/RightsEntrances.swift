import CaseAPI
import CaseCore
import Crypto
import DeadlineAdministration
import DeadlineTimers
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import JOSE
import Logging
import OrderedCollections
import Outbox
import PartnerAdministration
import Postgres
import StoreBase
import StrictJSON
import TestOffice

@testable import Inbox

/// The entrances themselves, in this process: the routes of REST with the check of tokens, the handling of messages with that of envelope,
/// signature and person, and the clock. Only the broker and the socket are left out.
struct RightsEntrances {
  let stage: RightsStage
  private let application: Application<RouterResponder<APIContext>>
  private let processor: CommandProcessor
  private let serviceKeys: [ECPublicKey]
  /// All organisations have the same keys here: whose a message is, is asked of its queue.
  private let signer = P256.Signing.PrivateKey()
  private let receiver = P256.KeyAgreement.PrivateKey()
  private let issuer = P256.Signing.PrivateKey()

  private static let issuerName = "https://issuer.example"
  private static let service = "urn:nld:oin:00000099000000000000:systeem:casusregie"
  private static let commandAudience = "casusregie-opdrachten"
  private static let subject = "iemand"

  init(_ stage: RightsStage) throws {
    self.stage = stage
    let (office, logger) = (stage.office, Logger(label: "rights", factory: { _ in SwiftLogNoOpLogHandler() }))
    let keys = try Self.issued(issuer)
    let configuration = IssuerConfiguration(unchecked: Self.issuerName, audience: "casusregie")
    let tokens = TokenVerifier([configuration], logger: logger, pause: .zero) { address, _ in
      Array((address.hasSuffix("/keys") ? keys : Self.discovery).text.utf8)
    }
    let acknowledgements = AcknowledgementStore(office.pool, keyring: office.keyring)
    let settingsService = SettingsService(pool: office.pool, keyring: office.keyring, door: office.door)
    let services = APIServices(
      door: office.door,
      reader: office.reader,
      settingsService: settingsService,
      rightsService: RightsService(
        RightsLedger(office.pool, keyring: office.keyring),
        directory: DirectoryCache(),
        settingsService: settingsService
      ),
      events: EventHistory(
        office.pool,
        from: EventSource(operatorNumber: "00000099000000000000", baseURL: "https://casusregie.example")
      ),
      acknowledgements: acknowledgements,
      tokens: tokens,
      healthChecks: [],
      metrics: PrometheusMetrics(),
      logger: logger,
      url: "https://casusregie.example",
      clientRate: ClientRate(requests: 0)
    )
    application = Application(router: CaseAPI.router(services), logger: logger)
    let messageKeys = try MessageKeys(office.keyring)
    serviceKeys = messageKeys.published
    processor = CommandProcessor(
      door: office.door,
      tokens: tokens,
      audience: Self.commandAudience,
      keys: messageKeys,
      service: Self.service,
      deadLetters: DeadLetterStore(office.pool, keyring: office.keyring),
      questions: QuestionRouter(services),
      acknowledgements: acknowledgements
    )
  }

  struct NoKey: Error {}

  private static func issued(_ key: P256.Signing.PrivateKey) throws -> JSON {
    guard let known = ECPublicKey(name: "een", use: .signature, point: key.publicKey.rawRepresentation) else {
      throw NoKey()
    }
    return ["keys": .array([known.json])]
  }

  private static let discovery: JSON = [
    "issuer": .string(issuerName), "jwks_uri": .string("\(issuerName)/keys"),
  ]

  // MARK: - At each entrance

  /// - Parameter caseID: of the case that was planted for it; `nil` before there is one.
  func verdict(of cell: EntranceCell, on caseID: UUID?) async throws -> RightsVerdict {
    guard let order = stage.order(cell.command) else { return .unknownCommand }
    let scene = stage.scene(of: cell)
    let alias = caseID.map { stage.office.keyring.alias(of: $0, for: scene.number).uuidString.lowercased() }
    switch cell.entrance {
    case .rest: return try await overREST(body(order, cell, isNew: alias == nil), alias, scene)
    case .queue, .vouched:
      let body = body(order, cell, isNew: alias == nil)
      return try await overQueue(body, alias, scene, isVouched: cell.entrance == .vouched)
    case .timer: return try await byClock(cell, caseID)
    }
  }

  private func body(_ order: RightsOrder, _ cell: EntranceCell, isNew: Bool) -> JSON {
    var members: OrderedDictionary<String, JSON> = [:]
    if isNew { members["werkstroom"] = .string(stage.workflow.key) }
    members["opdracht"] = .string(order.command)
    if let child = cell.child { members["onderdeel"] = .string(child) }
    if let ground = order.ground { members["grondslag"] = .string(ground) }
    let fields = order.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sent) }
    members["velden"] = .object(OrderedDictionary(uniqueKeysWithValues: fields))
    return .object(members)
  }

  private func overREST(_ body: JSON, _ alias: String?, _ scene: RightsScene) async throws -> RightsVerdict {
    var headers: HTTPFields = [
      .authorization: "Bearer \(try token(scene, audience: "casusregie"))", .contentType: "application/json",
    ]
    if let name = HTTPField.Name("Idempotency-Key") { headers[name] = UUID().uuidString }
    let sent = headers
    let path = alias.map { "/v1/casussen/\($0)/opdrachten" } ?? "/v1/casussen"
    let (status, text) = try await application.test(.router) { client in
      let response = try await client.execute(
        uri: path,
        method: .post,
        headers: sent,
        body: ByteBuffer(string: body.text)
      )
      return (response.status.code, String(buffer: response.body))
    }
    if [200, 201].contains(status) { return .open }
    return RightsVerdict(refusal: try JSONReader.read(Array(text.utf8)))
  }

  private func overQueue(
    _ body: JSON,
    _ alias: String?,
    _ scene: RightsScene,
    isVouched: Bool
  ) async throws -> RightsVerdict {
    let id = UUID()
    guard let message = ReceivedMessage(kept: try kept(body, id, alias, scene, isVouched: isVouched)) else {
      return .unexpected
    }
    let points = [
      ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation),
      ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation),
    ]
    let owner = InboxOwner(number: scene.number, queue: "opdrachten.\(scene.number)")
    switch try await processor.judge(message, of: owner, OwnerKeys(points.compactMap(\.self))) {
    case .accepted: return .open
    case .refused: return RightsVerdict(refusal: try await answer(to: id))
    case .answered, .unreadable: return .unexpected
    }
  }

  /// What its sender reads of it.
  private func answer(to id: UUID) async throws -> JSON {
    let kept = try await stage.office.read("select content from outbox where causation = \(id)", as: Data.self)
    let plain = try EncryptedMessage.decrypt(String(decoding: kept ?? Data(), as: UTF8.self), keys: ["e": receiver])
    let signed = try SignedMessage(String(decoding: plain, as: UTF8.self), type: "antwoord+jwt", keys: serviceKeys)
    return try JSONReader.read(Array(signed.payload))["antwoord"] ?? .null
  }

  /// A timer that is due and has the name of a command.
  private func byClock(_ cell: EntranceCell, _ caseID: UUID?) async throws -> RightsVerdict {
    guard let caseID else { return .unexpected }
    let (office, name) = (stage.office, DeadlineName(cell.command, child: cell.child).description)
    try await office.tamper(
      """
      insert into timer (case_id, deadline, generation, number, at)
      values (\(caseID), \(name), 1, 0, service_now() - interval '1 hour')
      """
    )
    let before = try await office.stored(caseID)
    guard case .success(let fired)? = try await office.door.fire([caseID]).first?.outcome else { return .unexpected }
    let isUntouched = try await office.stored(caseID) == before
    return fired.isEmpty && isUntouched ? .lapsed : .open
  }

  // MARK: - What is sent

  private func token(_ scene: RightsScene, audience: String, thumbprint: String? = nil) throws -> String {
    var claims: OrderedDictionary<String, JSON> = [
      "iss": .string(Self.issuerName), "aud": .string(audience), "sub": .string(Self.subject),
      "exp": .integer(Int64(Date().timeIntervalSince1970) + 3_600), "organisatie": .string(scene.number),
      "rollen": .array(scene.held.sorted().map(JSON.string)),
    ]
    if let thumbprint { claims["cnf"] = ["jkt": .string(thumbprint)] }
    let payload = Data(JSON.object(claims).text.utf8)
    return try SignedMessage.sign(payload, type: "at+jwt", by: issuer, named: "een")
  }

  /// A message as the broker hands it out, in the form in which one is kept.
  private func kept(
    _ body: JSON,
    _ id: UUID,
    _ alias: String?,
    _ scene: RightsScene,
    isVouched: Bool
  ) throws -> Data {
    let (message, now) = (id.uuidString.lowercased(), Int64(Date().timeIntervalSince1970))
    let expiry = Instant(microseconds: (now + 600) * 1_000_000).description
    var statement: OrderedDictionary<String, JSON> = [
      "iss": .string(scene.number), "aud": .string(Self.service), "jti": .string(message), "iat": .integer(now),
      "expirytime": .string(expiry), "opdracht": body,
    ]
    if let alias { statement["casus"] = .string(alias) }
    if isVouched {
      let roles = JSON.array(scene.held.sorted().map(JSON.string))
      statement["persoonsverklaring"] = ["sub": .string(Self.subject), "rollen": roles]
    } else {
      let key = ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation)
      let bound = try token(scene, audience: Self.commandAudience, thumbprint: key?.thumbprint)
      statement["persoon"] = .string(bound)
    }
    let payload = Data(JSON.object(statement).text.utf8)
    let signed = try SignedMessage.sign(payload, type: "opdracht+jwt", by: signer, named: "s")
    guard let key = serviceKeys.first(where: { $0.use == .encryption }) else { throw NoKey() }
    var event: OrderedDictionary<String, JSON> = [
      "specversion": "1.0", "id": .string(message), "source": .string("urn:nld:oin:\(scene.number):systeem:proef"),
      "type": .string("nl.casusregie.opdracht.\(alias == nil ? "beginnen" : "geven")"),
      "expirytime": .string(expiry), "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: key)),
    ]
    if let alias { event["subject"] = .string(alias) }
    let whole: JSON = [
      "user_id": .string(PartnerNames.user(of: scene.number)), "message_id": .string(message),
      "content_type": "application/cloudevents+json", "body": .string(JSON.object(event).text),
    ]
    return Data(whole.text.utf8)
  }
}

extension Input {
  fileprivate var sent: JSON {
    switch self {
    case .string(let text): .string(text)
    case .number(let number): .integer(number)
    case .list(let items): .array(items.map(\.sent))
    case .null: .null
    case .other: .bool(true)
    }
  }
}
