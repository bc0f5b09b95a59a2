import CaseAPI
import Foundation
import Hummingbird
import Identity
import JWTKit
import Synchronization

/// An identity provider as tests need it: its keys change and it goes away when told.
final class TestIssuer: Sendable {
  struct State {
    var keys: [String: ES256PrivateKey] = ["een": ES256PrivateKey()]
    var isAway = false
    /// How often its keys were asked for.
    var asked = 0
    var name: String?
    var more = ""
  }

  struct Claims: JWTPayload {
    var iss: String
    var aud = ["casusregie"]
    var exp: Date? = Date().addingTimeInterval(600)
    var nbf: Date?
    var sub: String? = "iemand"
    var organisatie: String? = "00000099000000000001"
    var rollen: [String]? = ["balie"]
    var client_id: String?
    var cnf: [String: String]?
    var acr: String?
    func verify(using algorithm: some JWTAlgorithm) {}
  }

  let state = Mutex(State())
  private let place = Mutex("")

  var address: String { place.withLock { $0 } }
  var configuration: IssuerConfiguration { IssuerConfiguration(unchecked: address, audience: "casusregie") }
  var claims: Claims { Claims(iss: address) }

  init() async throws {
    let address = try await Web.hang { [self] path in answer(path) }
    place.withLock { $0 = address }
  }

  private func answer(_ path: String) -> (HTTPResponse.Status, String) {
    let state = state.withLock { state in
      if path == "/keys" { state.asked += 1 }
      return state
    }
    guard !state.isAway else { return (.serviceUnavailable, "away") }
    switch path {
    case "/.well-known/openid-configuration":
      return (.ok, #"{"issuer":"\#(state.name ?? address)","jwks_uri":"\#(address)/keys"}"#)
    case "/keys":
      return (
        .ok, "{\"keys\":[\(([state.more].filter { !$0.isEmpty } + state.keys.map(Self.jwk)).joined(separator: ","))]}"
      )
    default: return (.notFound, "")
    }
  }

  private static func jwk(_ name: String, _ key: ES256PrivateKey) -> String {
    let (x, y) = key.parameters ?? ("", "")
    return #"{"kty":"EC","crv":"P-256","use":"sig","kid":"\#(name)","x":"\#(url(x))","y":"\#(url(y))"}"#
  }

  static func url(_ text: String) -> String {
    text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  func token(_ claims: Claims? = nil, key: String = "een", header: JWTHeader = JWTHeader()) async throws -> String {
    let keys = JWTKeyCollection()
    if let known = state.withLock({ $0.keys[key] }) { await keys.add(ecdsa: known, kid: .init(string: key)) }
    return try await keys.sign(claims ?? self.claims, kid: .init(string: key), header: header)
  }
}
