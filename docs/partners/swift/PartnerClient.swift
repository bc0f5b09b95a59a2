import AMQP
import Crypto
import Foundation
import JOSE
import Logging
import OrderedCollections
import StrictJSON

/// A small client of Casusregie over queues, as client.py is, with the modules of the service itself. README.md has the rules. Its
/// state is in one folder, in the same files as client.py's.
struct PartnerClient {
  struct Fault: Error { let description: String }
  /// What the operator gave.
  struct Access: Decodable {
    let organisation, service, host, virtualHost, queue, exchange, user, password: String, port: Int, tls: Bool
  }

  let folder: URL
  func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
  func access() throws -> Access { try JSONDecoder().decode(Access.self, from: data("access.json")) }
  func keys(_ name: String) throws -> [JSON] { try JSONReader.read(Array(data(name)))["keys"]?.items ?? [] }
  func serviceKeys() throws -> [ECPublicKey] { try keys("service.json").compactMap(ECPublicKey.init) }

  func makeKeys() throws {
    let (signer, opener) = (P256.Signing.PrivateKey(), P256.KeyAgreement.PrivateKey())
    let name = UUID().uuidString.prefix(8).lowercased()
    guard let sign = ECPublicKey(name: "sig-\(name)", use: .signature, point: signer.publicKey.rawRepresentation),
      let open = ECPublicKey(name: "enc-\(name)", use: .encryption, point: opener.publicKey.rawRepresentation),
      case .object(var first) = sign.json, case .object(var second) = open.json
    else { throw Fault(description: "no keys") }
    first["d"] = .string(signer.rawRepresentation.base64URL)
    second["d"] = .string(opener.rawRepresentation.base64URL)
    umask(0o077)  // for us alone
    for (name, keys) in ["private": [.object(first), .object(second)], "public": [sign.json, open.json]]
      as [String: [JSON]]
    {
      try Data(JSON.object(["keys": .array(keys)]).text.utf8).write(to: folder.appending(path: "\(name).json"))
    }
  }

  /// Our key for a use, and its private part.
  func own(_ use: ECPublicKey.Use) throws -> (key: ECPublicKey, secret: Data) {
    for case .object(var members) in try keys("private.json") {
      let secret = members.removeValue(forKey: "d")?.string.flatMap { Data(base64URL: $0) }
      if let secret, let key = ECPublicKey(.object(members)), key.use == use { return (key, secret) }
    }
    throw Fault(description: "private.json has no key of that use: make the keys first")
  }

  func connection(_ access: Access) -> AMQPConnection {
    let login = AMQPCredentials.plain(user: access.user, password: access.password)
    let (host, vhost) = (access.host, access.virtualHost)
    var configuration = AMQPConfiguration(host: host, port: access.port, virtualHost: vhost, credentials: login)
    configuration.tls = access.tls ? AMQPTLS() : nil
    return AMQPConnection(configuration, logger: Logger(label: "partner") { StreamLogHandler.standardError(label: $0) })
  }

  /// Gives a command. Sent again under the same id it has one effect. The token of who gives it comes from $TOKEN.
  func send(_ command: JSON, case subject: String?, revision: Int64?, after: String?) async throws -> String {
    let (access, own, id) = (try access(), try own(.signature), UUID().uuidString.lowercased())
    guard let sealing = try serviceKeys().first(where: { $0.use == .encryption }) else {
      throw Fault(description: "service.json has no key to encrypt for")
    }
    let statement: JSON = .object([
      "iss": .string(access.organisation), "aud": .string(access.service), "jti": .string(id),
      "iat": .integer(Int64(Date().timeIntervalSince1970)), "casus": subject.map(JSON.string),
      "revisie": revision.map(JSON.integer), "na": after.map(JSON.string), "opdracht": command,
      "persoon": .string(ProcessInfo.processInfo.environment["TOKEN"] ?? ""),
    ])
    let signer = try P256.Signing.PrivateKey(rawRepresentation: own.secret)
    let said = Data(statement.text.utf8)
    let signed = try SignedMessage.sign(said, type: "opdracht+jwt", by: signer, named: own.key.name)
    let event: JSON = .object([
      "specversion": "1.0", "id": .string(id),
      "source": .string("urn:nld:oin:\(access.organisation):systeem:voorbeeld"),
      "type": .string("nl.casusregie.opdracht.\(subject == nil ? "beginnen" : "geven")"),
      "subject": subject.map(JSON.string), "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: sealing)),
    ])
    var properties = AMQPProperties()
    (properties.contentType, properties.messageID) = ("application/cloudevents+json", id)
    properties.userID = access.user
    let (body, connection) = (Array(event.text.utf8), connection(access))
    let message = AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: body)
    let outcome = try await connection.makePublisher().publish(message)
    await connection.close()
    guard outcome == .confirmed else { throw Fault(description: "not taken (\(outcome)): send it again later") }
    return id
  }

  /// Handles each event once, by its id, as it comes, until `handle` returns true. None is held back: see docs/events.md.
  func listen(_ handle: (JSON) throws -> Bool) async throws {
    let (access, file) = (try access(), folder.appending(path: "handled.json"))
    let isFirst = !FileManager.default.fileExists(atPath: file.path)
    var state = isFirst ? EventState() : try JSONDecoder().decode(EventState.self, from: data("handled.json"))
    let connection = connection(access)
    for try await delivery in try await connection.consume(access.queue) {
      let event = try JSONReader.read(delivery.body)
      let (former, begin) = (state.epoch, event["tijdperkbegin"]?.string ?? "")
      let lost = state.count(event)
      if !former.isEmpty, former != state.epoch {
        say("undone since number \(begin): send again what was answered since, read the cases")
      }
      if !lost.isEmpty { say("lost on their way, ask for them or read the cases again: \(lost)") }
      let id = event["id"]?.string ?? ""
      let isDone = try !state.ids.contains(id) && handle(event)
      if !state.ids.contains(id) { state.ids = (state.ids + [id]).suffix(10_000) }
      try JSONEncoder().encode(state).write(to: file, options: .atomic)  // kept before it is acknowledged
      await delivery.ack()
      if isDone { break }
    }
    await connection.close()
  }

  func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

  /// What the service says to a command: opened with our key, and signed by the service's.
  func answer(_ event: JSON) throws -> JSON {
    let opener = try own(.encryption)
    let secret = try P256.KeyAgreement.PrivateKey(rawRepresentation: opener.secret)
    let plain = try EncryptedMessage.decrypt(event["data"]?.string ?? "", keys: [opener.key.name: secret])
    let signed = try SignedMessage(String(decoding: plain, as: UTF8.self), type: "antwoord+jwt", keys: serviceKeys())
    let said = try JSONReader.read(Array(signed.payload))
    guard said["aud"]?.string == (try access().organisation), said["opdracht"] == event["causationid"] else {
      throw Fault(description: "this answers another command")
    }
    return said["antwoord"] ?? .null
  }
}
