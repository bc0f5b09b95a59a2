import Foundation
package import JOSE
package import StoreBase
import StrictJSON

/// Of a message that a partner sent, with what the broker says of it and the keys that open it. What is in `Envelope.swift` needs neither broker
/// nor store: that is what the fuzzer tries.
extension Envelope {
  /// - Parameter owner: whose queue it came by.
  package init(_ message: ReceivedMessage, of owner: InboxOwner) throws(Unreadable) {
    guard let user = message.userID, owner.has(user: user) else { throw .sender }
    guard !message.isTruncated else { throw .tooLarge }
    guard message.replyTo == nil, message.expiration == nil, !message.headers.contains("CC"),
      !message.headers.contains("BCC")
    else { throw .properties }
    try self.init(message.body, message.json, owner: owner.number)
  }

  /// Opens it, and verifies who signed what is in it.
  package func opened(_ keys: MessageKeys, signedBy sender: [ECPublicKey]) throws(JOSEError) -> SignedMessage {
    let plain = try EncryptedMessage.decrypt(data, keys: keys.opening)
    return try SignedMessage(String(decoding: plain, as: UTF8.self), type: kind.statement, keys: sender)
  }

  /// The case that a message names, before anything else of it is looked at; `nil` for one that names none.
  static func lane(of message: ReceivedMessage) -> UUID? {
    message.json?["subject"]?.string.flatMap(UUID.init(uuidString:))
  }
}
