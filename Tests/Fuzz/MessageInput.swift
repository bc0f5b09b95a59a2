import Crypto
import Foundation
import Inbox
import JOSE
import Requests
import StrictJSON

/// What a partner sends: the CloudEvent around a message, a message that is encrypted or signed, a key, and what a partner that has a key
/// signs. The input is taken for each of them.
enum MessageInput {
  private static let owner = "00000099000000000001"
  private static let service = "urn:nld:oin:00000099000000000000:systeem:casusregie"
  private static let keys = FuzzKeys()

  static func take(_ bytes: [UInt8]) {
    envelope(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    encrypted(text)
    signed(text)
    // Whatever is wrong with it, it is not read on.
    guard let json = try? JSONReader.read(bytes), case .object = json else { return }
    if let key = ECPublicKey(json) { mustHold(ECPublicKey(key.json) == key, "a key that is written is the same key") }
    stated(bytes)
  }

  private static func envelope(_ bytes: [UInt8]) {
    guard let envelope = try? Envelope(bytes, owner: owner) else { return }
    mustHold(bytes.count <= 256 * 1024, "no message is longer")
    mustHold(envelope.faults.count < 12, "faults in a message are bounded")
    guard let json = try? JSONReader.read(bytes, within: .document) else {
      fatalError("a message is JSON within the limits of what an issuer publishes, which are wider")
    }
    let again = try? Envelope(Array(json.text.utf8), owner: owner)
    mustHold(
      again?.id == envelope.id && again?.kind == envelope.kind && again?.subject == envelope.subject
        && again?.expires == envelope.expires && again?.faults == envelope.faults,
      "a message that is written again is the same message"
    )
    guard envelope.faults.isEmpty else { return }
    let namesCase = envelope.subject != nil
    mustHold(
      envelope.kind == .ask || namesCase == (envelope.kind == .give),
      "a command on a case names it, and nothing else does"
    )
  }

  /// One text for one content: what opens is not written in another way too.
  private static func encrypted(_ text: String) {
    guard (try? EncryptedMessage.decrypt(text, keys: keys.opening)) != nil else { return }
    mustHold(isCanonical(text), "an encrypted message has one form")
  }

  private static func signed(_ text: String) {
    for kind in MessageKind.allCases {
      guard (try? SignedMessage(text, type: kind.statement, keys: [keys.signer])) != nil else { continue }
      mustHold(isCanonical(text), "a signed message has one form")
    }
  }

  private static func isCanonical(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      Data(base64URL: part)?.base64URL == String(part)
    }
  }

  /// Signed by the partner, so that what is in it is read.
  private static func stated(_ bytes: [UInt8]) {
    for kind in [MessageKind.give, .ask, .acknowledge] {
      do {
        let text = try SignedMessage.sign(Data(bytes), type: kind.statement, by: keys.signing, named: keys.signer.name)
        let message = try SignedMessage(text, type: kind.statement, keys: [keys.signer])
        mustHold(Array(message.payload) == bytes, "what is signed is what was to be signed")
        read(message, as: kind)
      } catch { fatalError("what is signed cannot be read: \(error)") }
    }
  }

  private static func read(_ message: SignedMessage, as kind: MessageKind) {
    guard let envelope = try? Envelope(keys.envelope(kind), owner: owner) else { fatalError("an envelope of ours") }
    switch kind {
    case .give, .begin:
      guard let said = try? CommandStatement(message, in: envelope, owner: owner, audience: service) else { return }
      mustHold(said.body.faults.isEmpty, "what is wrong with a command is wrong with its statement")
      mustHold(said.revision.map { $0 > 0 } ?? true, "revisions are counted from one")
      if case .token(let token) = said.person { mustHold(!token.isEmpty, "somebody gives a command") }
    case .ask:
      guard let said = try? QuestionStatement(message, in: envelope, owner: owner, audience: service) else { return }
      mustHold(said.address.hasPrefix("/v1/") && said.address.count <= 2_000, "an address is one of the service")
      mustHold(said.address.allSatisfy(\.isASCII) && said.token != "", "an address is plain, a token is none or one")
    case .acknowledge:
      _ = try? AcknowledgementStatement(message, in: envelope, owner: owner, audience: service)
    }
  }
}
