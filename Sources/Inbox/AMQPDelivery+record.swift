import AMQP
import Foundation
import OrderedCollections
import Outbox
import StrictJSON

extension AMQPDelivery {
  /// How often the broker handed it out before, as quorum queues count it.
  var handedOut: Int64 { if case .int(let count)? = properties.headers["x-delivery-count"] { count } else { 0 } }

  /// The message as people will look at it when it could not be read: what its sender could set, and the body.
  func record() -> DeadLetterRecord {
    let text = String(validating: body, as: UTF8.self)
    let json: OrderedDictionary<String, JSON> = [
      "user_id": JSON(properties.userID), "message_id": JSON(properties.messageID),
      "content_type": JSON(properties.contentType), "reply_to": JSON(properties.replyTo),
      "expiration": JSON(properties.expiration), "headers": JSON(properties.headers.keys.sorted()),
      "truncated": .bool(isTruncated), "body": JSON(text),
      "bodyBase64": text == nil ? .string(Data(body).base64EncodedString()) : .null,
    ]
    return DeadLetterRecord(
      body: Data(body),
      causation: properties.messageID.flatMap(UUID.init(uuidString:)) ?? Envelope.id(of: self),
      text: JSON.object(json).text
    )
  }
}
