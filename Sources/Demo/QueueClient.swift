import AMQP
import CaseCore
import Development
import Foundation
import Server
import StrictJSON

/// Talks to the service as the system of a partner does that has no more than its exchange and its queue.
struct QueueClient: Sendable {
  private static let limit = Duration.seconds(60)

  /// What comes in its queue and is an answer.
  let answers = AwaitedAnswers()
  private let access: PartnerAccess
  private let seal: PartnerSeal
  private let tokens: LocalTokens
  private let audience: String
  private let publisher: AMQPPublisher

  /// Makes keys, and registers them.
  /// - Parameter connection: of the partner's broker user.
  init(
    _ access: PartnerAccess,
    connection: AMQPConnection,
    administration: Administration,
    settings: Settings
  ) async throws {
    self.access = access
    seal = try PartnerSeal(access, serviceKeys: administration.serviceKeys().json, system: "demo")
    tokens = try LocalTokens(settings)
    audience = settings.identity.commandAudience
    publisher = try await connection.makePublisher()
    _ = try await administration.register(seal.keys, of: access.organisation)
  }

  /// Gives a command, and waits for the answer.
  func give(_ command: CommandRequest) async throws -> CommandAnswer {
    let token = try await tokens.make(
      subject: command.person.subject,
      organisation: command.person.organisation,
      roles: command.person.roles.sorted(),
      minutes: 5,
      acr: command.person.authentication.min(),
      binding: TokenBinding(audience: audience, thumbprint: seal.thumbprint)
    )
    let body = try seal.command(command.body, id: command.id, case: command.subject, token: token)
    let event = try await answers.answer(to: command.id, within: Self.limit) {
      try await publish(body, id: command.id.uuidString.lowercased())
    }
    guard event["type"]?.string == ReceivedEvent.answer else {
      throw DemoFailure("a command over the queue is answered by «\(event["type"]?.string ?? "")»")
    }
    return try CommandAnswer(overQueue: seal.answer(event))
  }

  private func publish(_ body: [UInt8], id: String) async throws {
    var properties = AMQPProperties()
    properties.contentType = "application/cloudevents+json"
    (properties.messageID, properties.userID) = (id, access.user)
    let message = AMQPMessage(exchange: access.exchange, routingKey: "", properties: properties, body: body)
    let outcome = try await publisher.publish(message)
    guard outcome == .confirmed else { throw DemoFailure("the broker does not take the command: \(outcome)") }
  }
}
