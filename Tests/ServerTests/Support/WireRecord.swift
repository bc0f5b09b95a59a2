import AMQP
import Foundation
import OrderedCollections
import StrictJSON
import Synchronization
import TestServices
import Testing

/// What went over queues, to hold against `docs/asyncapi.yaml`.
final class WireRecord: Sendable {
  private let lines = Mutex<Set<String>>([])

  /// A message as a client gets it.
  func take(_ delivery: AMQPDelivery) throws {
    try message(JSONReader.read(delivery.body), delivery.properties)
  }

  /// A message with its properties.
  func message(_ body: JSON, _ properties: AMQPProperties) {
    lines.withLock { _ = $0.insert(Self.line(body, properties)) }
  }

  /// Something inside a message.
  /// - Parameter schema: its name in the document.
  func content(_ json: JSON, as schema: String) {
    let line: JSON = ["as": .string(schema), "value": json]
    lines.withLock { _ = $0.insert(line.text) }
  }

  func add(_ other: WireRecord) {
    let told = other.lines.withLock(\.self)
    lines.withLock { $0.formUnion(told) }
  }

  /// Holds all of it to the document.
  /// - Returns: the names of messages and of their contents that were there.
  @discardableResult
  func check(_ location: SourceLocation = #_sourceLocation) async throws -> Set<String> {
    let report = try await AsyncAPIChecker.report(lines.withLock { $0.sorted() })
    #expect(report.faults == [], sourceLocation: location)
    return report.names
  }

  private static func line(_ body: JSON, _ properties: AMQPProperties) -> String {
    var told: OrderedDictionary<String, JSON> = ["delivery_mode": properties.isPersistent ? 2 : 1]
    for (name, value) in [
      "content_type": properties.contentType, "content_encoding": properties.contentEncoding,
      "correlation_id": properties.correlationID, "reply_to": properties.replyTo, "expiration": properties.expiration,
      "message_id": properties.messageID, "type": properties.type, "user_id": properties.userID,
      "app_id": properties.appID,
    ] { if let value { told[name] = .string(value) } }
    if let timestamp = properties.timestamp { told["timestamp"] = .integer(Int64(timestamp)) }
    if !properties.headers.isEmpty {
      told["headers"] = .object(
        OrderedDictionary(
          uniqueKeysWithValues: properties.headers.sorted { $0.key < $1.key }.map { name, value in
            if case .int(let number) = value { (name, JSON.integer(number)) } else { (name, JSON.string("\(value)")) }
          }
        )
      )
    }
    let line: JSON = ["as": "bericht", "value": body, "eigenschappen": .object(told)]
    return line.text
  }
}
