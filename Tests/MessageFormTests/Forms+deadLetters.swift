import Foundation
import Outbox
import Testing

@testable import Inbox

/// Messages that could not be read, as they are kept, encrypted, until somebody has looked.
extension Forms {
  static let deadLetters: [String: String] = [
    "text": """
    {"user_id":"casusregie-00000099000000000001","message_id":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","content_type":"text/plain",\
    "reply_to":"x","expiration":"60000","headers":["a","b"],"truncated":false,"body":"Één","bodyBase64":null}
    """,
    "bytes": """
    {"user_id":null,"message_id":null,"content_type":null,"reply_to":null,"expiration":null,"headers":[],"truncated":true,\
    "body":null,"bodyBase64":"/wA="}
    """,
  ]

  /// What is kept of a message that was kept: read, and written again.
  static func keptAgain(_ text: String) throws -> String {
    try #require(ReceivedMessage(kept: Data(text.utf8))).record().text
  }
}
