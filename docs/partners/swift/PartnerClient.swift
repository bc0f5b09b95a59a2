import AMQP
import Foundation
import Logging
import OrderedCollections
import StrictJSON

/// A small client of Casusregie over queues, as client.py is, with the modules of the service itself. README.md has the rules. Its
/// state is in one folder, in the same files as client.py's.
struct PartnerClient {
  struct Fault: Error { let description: String }
  let folder: URL
  let access: PartnerAccess
  let keys: PartnerKeys
  let sent: SentCommands
  /// Of who gives commands.
  let token = ProcessInfo.processInfo.environment["TOKEN"] ?? ""
  let connection: AMQPConnection

  init(folder: URL) throws {
    (access, self.folder) = (try PartnerAccess(folder: folder), folder)
    (keys, sent) = (PartnerKeys(folder: folder), SentCommands(folder: folder))
    let logger = Logger(label: "partner") { StreamLogHandler.standardError(label: $0) }
    connection = AMQPConnection(access.configuration(folder), logger: logger)
  }

  /// Gives a command. Returns its id, once the broker has it.
  func give(_ command: JSON, case subject: String?, revision: Int64?, after: String?) async throws -> String {
    let stated: KeyValuePairs<String, JSON?> = [
      "opdracht": command, "casus": subject.map(JSON.string), "revisie": revision.map(JSON.integer),
      "na": after.map(JSON.string),
    ]
    let kind = subject == nil ? "opdracht.beginnen" : "opdracht.geven"
    let id = UUID().uuidString.lowercased()
    let holder = SentCommands.holder(of: token)
    let given = SentCommands.Command(id: id, kind: kind, stated: .object(stated), subject: subject, holder: holder)
    try sent.keep(given)
    try await give(given, by: try await connection.makePublisher())
    await connection.close()
    return id
  }

  private func give(_ command: SentCommands.Command, by publisher: AMQPPublisher) async throws {
    guard case .object(var stated) = command.stated else { return }
    stated["persoon"] = .string(token)
    try await send(command.kind, .object(stated), about: command.subject, id: command.id, by: publisher)
  }

  /// Asks what is read under an address. The answer is an event that names the id that is returned. Without a token the system asks.
  func ask(_ address: String) async throws -> String {
    let (id, publisher) = (UUID().uuidString.lowercased(), try await connection.makePublisher())
    let stated: KeyValuePairs<String, JSON?> = [
      "vraag": ["adres": .string(address)], "persoon": token.isEmpty ? nil : .string(token),
    ]
    try await send("vraag.stellen", .object(stated), id: id, by: publisher)
    await connection.close()
    return id
  }

  /// Sends what has no answer that holds, under the same ids and in the same order: twice has one effect.
  func giveAgain(_ answers: [String: Int], by publisher: AMQPPublisher) async throws {
    for command in try sent.unanswered(answers) {
      if command.holder == SentCommands.holder(of: token) {
        try await give(command, by: publisher)
      } else {
        say("\(command.id) has to be sent again, with a token of who gave it: \(command.holder ?? "-")")
      }
    }
  }

  /// The same, by itself.
  func giveAgain() async throws {
    try await giveAgain(following().answers ?? [:], by: try await connection.makePublisher())
    await connection.close()
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

  private var handled: URL { folder.appending(path: "handled.json") }

  private func following() throws -> Following {
    let isFirst = !FileManager.default.fileExists(atPath: handled.path)
    return isFirst ? Following() : try JSONDecoder().decode(Following.self, from: Data(contentsOf: handled))
  }

  /// Handles each event once, as it comes, until `handle` returned true and none is missing. Asks for those that stay away.
  func listen(patience: Double, _ handle: (JSON) throws -> Bool) async throws {
    var following = try following()
    var isDone = false
    let publisher = try await connection.makePublisher()
    for try await delivery in deliveriesAndTicks(try await connection.consume(access.queue)) {
      if let delivery {
        let taken = try taken(JSONReader.read(delivery.body, within: .document), &following)
        for (event, isNew) in taken where isNew {
          isDone = try handle(event) || isDone
          try settle(event, &following)
        }
        try JSONEncoder().encode(following).write(to: handled, options: .atomic)  // kept before it is acknowledged
        for (event, _) in taken where event["ontvangstbevestiging"] == true {
          // Of a copy too: acknowledged twice it has one effect.
          try await send("ontvangst.bevestigen", .object(["gebeurtenis": event["id"]]), by: publisher)
        }
        await delivery.ack()
      }
      if following.again == true {
        try await giveAgain(following.answers ?? [:], by: publisher)
        following.again = false
      }
      if let question = following.question(patience: patience) {
        let stated: JSON = ["vraag": ["adres": .string(question.address)]]
        try await send("vraag.stellen", stated, id: question.id, by: publisher)
      }
      if isDone, following.missing.isEmpty { break }
    }
    await connection.close()
  }

  private func settle(_ event: JSON, _ following: inout Following) throws {
    guard event["type"] == "nl.casusregie.opdracht.afgehandeld", sent.has(event["causationid"]?.string ?? "") else {
      return
    }
    following.settle(event, try answer(event))
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
