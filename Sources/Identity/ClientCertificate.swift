import Crypto
import Foundation
import JOSE

/// The certificate with which a client made its connection, and so one of which it has the private key.
package struct ClientCertificate: Hashable, Sendable {
  /// By what a token is bound to it: SHA-256 of the certificate in DER, in base64url without padding (`x5t#S256`: RFC 8705, 3.1).
  package let thumbprint: String

  /// - Parameter bytes: the certificate in DER.
  package init(der bytes: [UInt8]) { thumbprint = Data(SHA256.hash(data: bytes)).base64URL }
}
