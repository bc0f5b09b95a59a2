import Crypto
package import Foundation
package import Identity
import JOSE
import OrderedCollections
package import StrictJSON

/// An issuer of tokens for local use: it gives one to whoever asks. The service checks them in the very same way as those
/// of a real identity provider, over HTTP and by discovery.
package struct LocalIssuer: Sendable {
  /// The name under which it signs: an address of the service itself.
  package let address: String
  private let audience: String
  private let key: P256.Signing.PrivateKey

  /// - Parameters:
  ///   - folder: where its key is kept, in a file that only its owner can read. It is made the first time.
  ///   - configuration: how the service that takes its tokens knows it.
  package init(folder: URL, _ configuration: IssuerConfiguration) throws(LocalIssuerFault) {
    key = try LocalIssuerKey.read(in: folder)
    address = configuration.issuer
    audience = configuration.audience
  }

  /// A token for a person, or for a system.
  /// - Parameters:
  ///   - organisation: its number (OIN).
  ///   - validFor: from now, in whole seconds.
  ///   - acr: at which level the person signed in (OpenID Connect Core, 2); `nil` for a token that does not say.
  ///   - binding: makes it one for commands over queues.
  ///   - isOfSystem: whether the subject is a program that was given it in its own name (RFC 9068, 2.2).
  package func token(
    subject: String,
    organisation: String,
    roles: [String],
    validFor: Duration,
    acr: String? = nil,
    binding: TokenBinding? = nil,
    isOfSystem: Bool = false
  ) async throws(LocalIssuerFault) -> String {
    let header: JSON = ["alg": "ES256", "typ": "JWT", "kid": .string(keyName)]
    var claims: OrderedDictionary<String, JSON> = [
      "iss": .string(address), "aud": .string(binding?.audience ?? audience),
      "exp": .integer(Int64(Date().timeIntervalSince1970) + validFor.components.seconds), "sub": .string(subject),
      "organisatie": .string(organisation), "rollen": JSON(roles),
    ]
    if let acr { claims["acr"] = .string(acr) }
    if isOfSystem { claims["client_id"] = .string(subject) }
    if let binding { claims["cnf"] = ["jkt": .string(binding.thumbprint)] }
    let signed = [header, .object(claims)].map { Data($0.text.utf8).base64URL }.joined(separator: ".")
    // Why a key that we made cannot sign says nothing to who tries this out.
    guard let signature = try? key.signature(for: Data(signed.utf8)) else { throw .cannotSign }
    return "\(signed).\(signature.rawRepresentation.base64URL)"
  }

  package var description: JSON {
    [
      "issuer": .string(address), "jwks_uri": .string(address + "/sleutels"), "response_types_supported": ["token"],
      "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
    ]
  }

  package var keySet: JSON {
    let (x, y) = coordinates
    return [
      "keys": [
        [
          "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(keyName), "x": .string(x),
          "y": .string(y),
        ]
      ]
    ]
  }

  /// Another key has another name.
  private var keyName: String { String(coordinates.x.prefix(16)) }

  /// Each of 32 bytes.
  private var coordinates: (x: String, y: String) {
    let point = key.publicKey.rawRepresentation
    return (point.prefix(32).base64URL, point.suffix(32).base64URL)
  }
}

/// What makes a token one for commands over queues: good there alone, and for the holder of one key alone.
package struct TokenBinding: Sendable {
  /// For whom it is meant.
  package var audience: String
  /// Of the key that the organisation signs commands with (RFC 7638).
  package var thumbprint: String

  package init(audience: String, thumbprint: String) {
    self.audience = audience
    self.thumbprint = thumbprint
  }
}

/// Why the local issuer cannot work.
package enum LocalIssuerFault: Error, CustomStringConvertible {
  case keyFile(String)
  case cannotSign

  package var description: String {
    switch self {
    case .keyFile(let reason): "the key of the local token issuer: \(reason)"
    case .cannotSign: "the local token issuer cannot sign"
    }
  }
}
