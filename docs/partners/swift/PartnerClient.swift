import AMQP
import Foundation
import Logging
import OrderedCollections
import StrictJSON

/// A small client of Casusregie over queues, as client.py is, with the modules of the service itself. README.md has the rules. Its
/// state is in one folder, in the same files as client.py's.
struct PartnerClient {
  struct Fault: Error { let description: String }
  /// What the operator gave.
  struct Access: Decodable {
    struct Certificate: Decodable { let commonName: String }

    let organisation, service, host, virtualHost, queue, exchange, user: String, port: Int, tls: Bool
    /// One of these.
    let password: String?, certificate: Certificate?
  }

  let folder: URL
  let access: Access
  let keys: PartnerKeys
  let connection: AMQPConnection

  init(folder: URL) throws {
    let access = try JSONDecoder().decode(Access.self, from: Data(contentsOf: folder.appending(path: "access.json")))
    (self.folder, self.access, keys) = (folder, access, PartnerKeys(folder: folder))
    let password = AMQPCredentials.plain(user: access.user, password: access.password ?? "")
    let login = access.certificate == nil ? password : .external
    let (host, vhost) = (access.host, access.virtualHost)
    var configuration = AMQPConfiguration(host: host, port: access.port, virtualHost: vhost, credentials: login)
    configuration.tls = access.tls ? Self.tls(folder, hasCertificate: access.certificate != nil) : nil
    let logger = Logger(label: "partner") { StreamLogHandler.standardError(label: $0) }
    connection = AMQPConnection(configuration, logger: logger)
  }

  /// We trust the authorities in ca.pem when it is there, or else those that this machine knows.
  private static func tls(_ folder: URL, hasCertificate: Bool) -> AMQPTLS {
    func path(_ name: String) -> String { folder.appending(path: name).path }
    var tls = AMQPTLS()
    if FileManager.default.fileExists(atPath: path("ca.pem")) { tls.authorities = path("ca.pem") }
    if hasCertificate { tls.identity = .init(certificate: path("client.pem"), key: path("client.key")) }
    return tls
  }

  /// Gives a command. Sent again under the same id it has one effect. The token of who gives it comes from $TOKEN.
  func give(_ command: JSON, case subject: String?, revision: Int64?, after: String?) async throws -> String {
    let stated: KeyValuePairs<String, JSON?> = [
      "opdracht": command, "persoon": .string(ProcessInfo.processInfo.environment["TOKEN"] ?? ""),
      "casus": subject.map(JSON.string), "revisie": revision.map(JSON.integer), "na": after.map(JSON.string),
    ]
    let (id, publisher) = (UUID().uuidString.lowercased(), try await connection.makePublisher())
    let kind = subject == nil ? "opdracht.beginnen" : "opdracht.geven"
    try await send(kind, .object(stated), about: subject, id: id, by: publisher)
    await connection.close()
    return id
  }

  /// Sends a message: signed by us, and encrypted for the service.
  private func send(
    _ kind: String,
    _ stated: JSON,
    about subject: String? = nil,
    id: String = UUID().uuidString.lowercased(),
    by publisher: AMQPPublisher
  ) async throws {
    var statement: OrderedDictionary<String, JSON> = [
      "iss": .string(access.organisation), "aud": .string(access.service), "jti": .string(id),
      "iat": .integer(Int64(Date().timeIntervalSince1970)),
    ]
    if case .object(let members) = stated { statement.merge(members) { $1 } }
    let data = try keys.seal(.object(statement), type: "\(kind.prefix { $0 != "." })+jwt")
    let event: JSON = .object([
      "specversion": "1.0", "id": .string(id),
      "source": .string("urn:nld:oin:\(access.organisation):systeem:voorbeeld"),
      "type": .string("nl.casusregie.\(kind)"), "subject": subject.map(JSON.string),
      "datacontenttype": "application/jose", "data": .string(data),
    ])
    var properties = AMQPProperties()
    (properties.contentType, properties.messageID) = ("application/cloudevents+json", id)
    properties.userID = access.user
    let body = Array(event.text.utf8)
    let message = AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: body)
    let outcome = try await publisher.publish(message)
    guard outcome == .confirmed else { throw Fault(description: "not taken (\(outcome)): send it again later") }
  }

  /// Handles each event once, as it comes, until `handle` returned true and none is missing. Asks for those that stay away.
  func listen(patience: Double, _ handle: (JSON) throws -> Bool) async throws {
    let file = folder.appending(path: "handled.json")
    let isFirst = !FileManager.default.fileExists(atPath: file.path)
    var following = isFirst ? Following() : try JSONDecoder().decode(Following.self, from: Data(contentsOf: file))
    var isDone = false
    let publisher = try await connection.makePublisher()
    for try await delivery in deliveriesAndTicks(try await connection.consume(access.queue)) {
      if let delivery {
        let taken = try taken(JSONReader.read(delivery.body, within: .document), &following)
        for (event, isNew) in taken where isNew { isDone = try handle(event) || isDone }
        try JSONEncoder().encode(following).write(to: file, options: .atomic)  // kept before it is acknowledged
        for (event, _) in taken where event["ontvangstbevestiging"] == true {
          // Of a copy too: acknowledged twice it has one effect.
          try await send("ontvangst.bevestigen", .object(["gebeurtenis": event["id"]]), by: publisher)
        }
        await delivery.ack()
      }
      if let question = following.question(patience: patience) {
        let stated: JSON = ["vraag": ["adres": .string(question.address)]]
        try await send("vraag.stellen", stated, id: question.id, by: publisher)
      }
      if isDone, following.missing.isEmpty { break }
    }
    await connection.close()
  }

  /// What comes, and nothing once a second: then it is time to look what stayed away.
  private func deliveriesAndTicks(_ consumer: AMQPConsumer) -> AsyncThrowingStream<AMQPDelivery?, any Error> {
    let (stream, line) = AsyncThrowingStream.makeStream(of: AMQPDelivery?.self)
    let clock = Task {
      while true {
        try await Task.sleep(for: .seconds(1))
        line.yield(nil)
      }
    }
    let reading = Task {
      do {
        for try await delivery in consumer { line.yield(delivery) }
        line.finish()
      } catch { line.finish(throwing: error) }
    }
    line.onTermination = { _ in
      clock.cancel()
      reading.cancel()
    }
    return stream
  }

  /// An event and all that are in it, when it answers our question for events; of each whether it is to be handled.
  private func taken(_ event: JSON, _ following: inout Following) throws -> [(event: JSON, isNew: Bool)] {
    var taken = [(event: event, isNew: following.take(event))]
    if event["type"] == "nl.casusregie.vraag.beantwoord" {
      for one in following.answered(event["causationid"]?.string, try answer(event)) {
        taken += try self.taken(one, &following)
      }
    }
    return taken
  }

  /// What the service says to a message of ours.
  func answer(_ event: JSON) throws -> JSON {
    let said = try keys.open(event["data"]?.string ?? "", type: "antwoord+jwt")
    guard said["aud"]?.string == access.organisation, said["opdracht"] ?? said["vraag"] == event["causationid"] else {
      throw Fault(description: "this answers another message")
    }
    return said["antwoord"] ?? .null
  }
}
