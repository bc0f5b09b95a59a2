public import Foundation
import JWTKit

/// An issuer of tokens for local use: it gives one to whoever asks. The service checks them in the very same way as those
/// of a real identity provider, over HTTP and by discovery.
public struct LocalIssuer: Sendable {
  static let path = "/v1/lokaal/uitgever"
  static let audience = "casusregie"

  /// The name under which it signs: an address of the service itself.
  public let address: String
  private let key: ES256PrivateKey

  /// - Parameters:
  ///   - folder: where its key is kept, in a file that only its owner can read. It is made the first time.
  ///   - service: the address of the service, such as `http://127.0.0.1:8080`.
  public init(folder: URL, service: String) throws(LocalIssuerFault) {
    key = try LocalIssuerKey.read(in: folder)
    address = service + Self.path
  }

  /// A token for a person.
  /// - Parameters:
  ///   - organisation: its number (OIN).
  ///   - validFor: from now, in whole seconds.
  public func token(
    subject: String,
    organisation: String,
    roles: [String],
    validFor: Duration
  ) async throws(LocalIssuerFault) -> String {
    let claims = TokenClaims(
      iss: address,
      aud: .init(value: [Self.audience]),
      exp: Date().addingTimeInterval(TimeInterval(validFor.components.seconds)),
      nbf: nil,
      sub: subject,
      organisatie: organisation,
      rollen: roles
    )
    do {
      let name = JWKIdentifier(string: keyName)
      return try await JWTKeyCollection().add(ecdsa: key, kid: name).sign(claims, kid: name)
    } catch {
      throw .cannotSign
    }
  }

  var description: JSON {
    [
      "issuer": .string(address), "jwks_uri": .string(address + "/sleutels"), "response_types_supported": ["token"],
      "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
    ]
  }

  var keySet: JSON {
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

  private var coordinates: (x: String, y: String) {
    guard let (x, y) = key.parameters else { return ("", "") }
    return (Self.base64URL(x), Self.base64URL(y))
  }

  private static func base64URL(_ text: String) -> String {
    text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}

/// Why the local issuer cannot work.
public enum LocalIssuerFault: Error, CustomStringConvertible {
  case keyFile(String)
  case cannotSign

  public var description: String {
    switch self {
    case .keyFile(let reason): "the key of the local token issuer: \(reason)"
    case .cannotSign: "the local token issuer cannot sign"
    }
  }
}
