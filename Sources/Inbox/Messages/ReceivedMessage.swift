package import AMQP
package import Foundation
import OrderedCollections
import Outbox
import StrictJSON

/// A message of a partner: as the broker handed it out, or as it was kept as a dead letter.
package struct ReceivedMessage: Sendable {
  let body: [UInt8]
  /// What is in ``body``, read; `nil` when it cannot be read, or is only a beginning.
  let json: JSON?
  /// Whether ``body`` is only its beginning.
  let isTruncated: Bool
  /// The sender, for whom the broker vouched when it came; `nil` when it did not say.
  let userID: String?
  let messageID: String?
  let contentType: String?
  let replyTo: String?
  let expiration: String?
  /// The names of its headers.
  let headers: [String]

  package init(_ delivery: AMQPDelivery) {
    let properties = delivery.properties
    (body, isTruncated, userID) = (delivery.body, delivery.isTruncated, delivery.userID)
    (messageID, contentType) = (properties.messageID, properties.contentType)
    (replyTo, expiration) = (properties.replyTo, properties.expiration)
    headers = Array(properties.headers.keys)
    json = isTruncated ? nil : Envelope.json(body)
  }

  private static let limits = JSONLimits(bytes: 4 << 20, depth: 3, values: 20_000)

  /// As a dead letter keeps it.
  /// - Returns: `nil` for what this program did not write.
  init?(kept text: Data) {
    // What is wrong with it makes no difference.
    guard let json = try? JSONReader.read(Array(text), within: Self.limits) else { return nil }
    if let plain = json["body"]?.string {
      body = Array(plain.utf8)
    } else if let bytes = json["bodyBase64"]?.string.flatMap({ Data(base64Encoded: $0) }) {
      body = Array(bytes)
    } else {
      return nil
    }
    isTruncated = json["truncated"] == true
    (userID, messageID) = (json["user_id"]?.string, json["message_id"]?.string)
    (contentType, replyTo) = (json["content_type"]?.string, json["reply_to"]?.string)
    expiration = json["expiration"]?.string
    headers = json["headers"]?.items?.compactMap(\.string) ?? []
    self.json = isTruncated ? nil : Envelope.json(body)
  }

  /// What its sender calls it, when that is a UUID: its `message_id`, or else the id in it.
  package var causation: UUID? {
    messageID.flatMap(UUID.init(uuidString:)) ?? json?["id"]?.string.flatMap(UUID.init(uuidString:))
  }

  /// As people will look at it when it could not be read: what its sender could set, and the body.
  func record() -> DeadLetterRecord {
    let text = String(validating: body, as: UTF8.self)
    let json: OrderedDictionary<String, JSON> = [
      "user_id": JSON(userID), "message_id": JSON(messageID), "content_type": JSON(contentType),
      "reply_to": JSON(replyTo), "expiration": JSON(expiration), "headers": JSON(headers.sorted()),
      "truncated": .bool(isTruncated), "body": JSON(text),
      "bodyBase64": text == nil ? .string(Data(body).base64EncodedString()) : .null,
    ]
    return DeadLetterRecord(
      body: Data(body),
      causation: causation,
      text: JSON.object(json).text
    )
  }
}

extension AMQPDelivery {
  /// How often the broker handed it out before, as quorum queues count it.
  var handedOut: Int64 { if case .int(let count)? = properties.headers["x-delivery-count"] { count } else { 0 } }
}
