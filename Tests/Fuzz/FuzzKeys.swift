import Crypto
import Foundation
import Inbox
import JOSE

/// Keys of a partner and of the service that are no secret, and messages that they fit: they are in the corpus.
struct FuzzKeys {
  let opening: [String: P256.KeyAgreement.PrivateKey]
  let signing: P256.Signing.PrivateKey
  /// The partner's, by which it signs.
  let signer: ECPublicKey

  init() {
    let number = Data(repeating: 7, count: 32)
    guard let opener = try? P256.KeyAgreement.PrivateKey(rawRepresentation: number),
      let signing = try? P256.Signing.PrivateKey(rawRepresentation: number),
      let signer = ECPublicKey(name: "partner", use: .signature, point: signing.publicKey.rawRepresentation)
    else { fatalError("the number is a private key of P-256") }
    (self.signing, self.signer, opening) = (signing, signer, ["dienst": opener])
  }

  /// What a statement of that kind comes in, with an id and, for a command, a case that statements in the corpus name.
  func envelope(_ kind: MessageKind) -> [UInt8] {
    let subject = kind == .give ? #""subject":"b73a3c0b-7c71-8c77-aa63-cae685941aa2","# : ""
    return Array(
      #"""
      {"specversion":"1.0","id":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","type":"\#(kind.rawValue)",\#(subject)
       "source":"urn:nld:oin:00000099000000000001:systeem:x","expirytime":"2026-11-30T10:00:00Z",
       "datacontenttype":"application/jose","data":"x"}
      """#.utf8
    )
  }
}
