import Crypto
import Foundation
import JOSE
import StrictJSON

/// What a token is bound to (the claim `cnf`, RFC 7800): it is good only in the hands of who shows that.
package struct TokenConfirmation: Hashable, Sendable {
  /// The thumbprint of a key (`jkt`: RFC 9449, 6.1), in base64url.
  package let key: String?
  /// The thumbprint of a certificate (`x5t#S256`: RFC 8705, 3.1), in base64url.
  package let certificate: String?

  package init(key: String? = nil, certificate: String? = nil) {
    self.key = key
    self.certificate = certificate
  }

  /// - Throws: ``TokenFault/claims`` for one in which there is nothing that is known here: such a token must not pass for one that is
  ///   good in anybody's hands.
  init(_ json: JSON) throws(TokenFault) {
    key = try Self.thumbprint(json["jkt"])
    certificate = try Self.thumbprint(json["x5t#S256"])
    guard key != nil || certificate != nil else { throw .claims }
  }

  private static func thumbprint(_ json: JSON?) throws(TokenFault) -> String? {
    guard let json else { return nil }
    guard let text = json.string else { throw .claims }
    return text
  }
}

/// The certificate with which a client made its connection, and so one of which it has the private key.
package struct ClientCertificate: Hashable, Sendable {
  /// By what a token is bound to it: SHA-256 of the certificate in DER, in base64url without padding (`x5t#S256`: RFC 8705, 3.1).
  package let thumbprint: String

  /// - Parameter bytes: the certificate in DER.
  package init(der bytes: [UInt8]) { thumbprint = Data(SHA256.hash(data: bytes)).base64URL }
}
