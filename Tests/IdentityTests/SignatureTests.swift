import Crypto
import CryptoExtras
import Foundation
import Identity
import JWTKit
import OrderedCollections
import StrictJSON
import Testing

/// Tokens that another library signed, checked with ours.
@Suite struct SignatureTests {
  struct Claims: JWTPayload {
    var sub = "iemand"
    func verify(using algorithm: some JWTAlgorithm) {}
  }

  private static func url(_ data: some DataProtocol) -> String {
    Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// A token, and the key that it was signed with as its issuer publishes it.
  private func signed(_ algorithm: SignatureAlgorithm) async throws -> (token: String, key: JSON) {
    let keys = JWTKeyCollection()
    let key: JSON
    switch algorithm {
    case .es256:
      let made = P256.Signing.PrivateKey()
      await keys.add(ecdsa: try ES256PrivateKey(pem: made.pemRepresentation), kid: "een")
      let point = made.publicKey.rawRepresentation
      key = ec("P-256", point.prefix(32), point.suffix(32))
    case .es384:
      let made = P384.Signing.PrivateKey()
      await keys.add(ecdsa: try ES384PrivateKey(pem: made.pemRepresentation), kid: "een")
      let point = made.publicKey.rawRepresentation
      key = ec("P-384", point.prefix(48), point.suffix(48))
    case .rs256, .ps256:
      let made = try _RSA.Signing.PrivateKey(keySize: .bits2048)
      let theirs = try Insecure.RSA.PrivateKey(pem: made.pemRepresentation)
      if algorithm == .rs256 {
        await keys.add(rsa: theirs, digestAlgorithm: .sha256, kid: "een")
      } else {
        await keys.add(pss: theirs, digestAlgorithm: .sha256, kid: "een")
      }
      let numbers = try made.publicKey.getKeyPrimitives()
      key = [
        "kty": "RSA", "kid": "een", "n": .string(Self.url(numbers.modulus)),
        "e": .string(Self.url(numbers.publicExponent)),
      ]
    }
    return (try await keys.sign(Claims(), kid: "een"), key)
  }

  private func ec(_ curve: String, _ x: some DataProtocol, _ y: some DataProtocol) -> JSON {
    ["kty": "EC", "crv": .string(curve), "kid": "een", "x": .string(Self.url(x)), "y": .string(Self.url(y))]
  }

  @Test(arguments: SignatureAlgorithm.allCases) func everyAlgorithmOfTheListIsTaken(algorithm: SignatureAlgorithm)
    async throws
  {
    let (text, json) = try await signed(algorithm)
    let token = try SignedToken(text)
    let header = try TokenHeader(token.header)
    let key = try #require(SigningKey(json))
    #expect(header.algorithm == algorithm)
    #expect(key.name == header.key)
    #expect(key.signed(token, by: algorithm))
    for other in SignatureAlgorithm.allCases where other != algorithm { #expect(!key.signed(token, by: other)) }
    let parts = text.split(separator: ".")
    // Another claim, another last byte of the signature, and none. One signature in 256 ends in a zero byte.
    let end = parts[2].hasSuffix("AA") ? "BA" : "AA"
    for changed in [
      "\(parts[0]).e30.\(parts[2])", "\(parts[0]).\(parts[1]).\(parts[2].dropLast(2))\(end)",
      "\(parts[0]).\(parts[1]).",
    ] {
      if let token = try? SignedToken(changed) { #expect(!key.signed(token, by: algorithm)) }
    }
    let stranger = try #require(SigningKey(try await signed(algorithm).key))
    #expect(!stranger.signed(token, by: algorithm))
  }

  /// Glewlwyd does that, with one key in 128.
  @Test("A coordinate without the zeros with which it begins is the same", arguments: [0, 1])
  func shortCoordinate(coordinate: Int) async throws {
    // The first private key of which that coordinate begins with a zero.
    let made = try #require(
      try (1...400).map { number in
        let bytes = Array(repeating: UInt8(0), count: 30) + [UInt8(number >> 8), UInt8(number & 0xff)]
        return try P256.Signing.PrivateKey(rawRepresentation: bytes)
      }.first { Array($0.publicKey.rawRepresentation)[32 * coordinate] == 0 }
    )
    let keys = JWTKeyCollection()
    await keys.add(ecdsa: try ES256PrivateKey(pem: made.pemRepresentation), kid: "een")
    let token = try SignedToken(try await keys.sign(Claims(), kid: "een"))
    let point = made.publicKey.rawRepresentation
    let (x, y) = (Data(point.prefix(32)), Data(point.suffix(32)))
    let short = (x: Data(x.drop { $0 == 0 }), y: Data(y.drop { $0 == 0 }))
    #expect(min(short.x.count, short.y.count) < 32)
    for json in [ec("P-256", x, y), ec("P-256", short.x, short.y)] {
      let key = try #require(SigningKey(json))
      #expect(key.signed(token, by: .es256))
    }
    // Longer than the curve, or nothing, is no coordinate.
    let zero = Data([0])
    for json in [ec("P-256", zero + x, y), ec("P-256", x, zero + y), ec("P-256", Data(), y), ec("P-384", x, y)] {
      #expect(SigningKey(json) == nil)
    }
  }

  @Test func aKeyIsForTheAlgorithmItNames() async throws {
    var (_, json) = try await signed(.rs256)
    guard case .object(var members) = json else { return }
    members["alg"] = "PS256"
    json = .object(members)
    let key = try #require(SigningKey(json))
    #expect(key.supports(.ps256))
    #expect(!key.supports(.rs256))
  }

  @Test(arguments: [
    #"{"kty":"oct","kid":"een","k":"AAAA"}"#, #"{"kty":"EC","crv":"P-256","kid":"een","x":"AA","y":"AA"}"#,
    #"{"kty":"RSA","kid":"een","n":"AQAB","e":"AQAB"}"#, #"{"kty":"EC","crv":"P-521","kid":"een","x":"AA","y":"AA"}"#,
    #"{"kty":7,"kid":"een"}"#, "{}", "[]", "7",
  ])
  func anotherKeyIsNone(text: String) throws {
    #expect(SigningKey(try JSONReader.read(Array(text.utf8))) == nil)
  }

  @Test(arguments: [
    "", ".", "..", "...", "a.b", "a.b.c", "e30.e30", "e30.e30.e30.e30", "e30=.e30.e30", "e3+.e30.e30", "e31.e30.e30",
    "e.e30.e30", "é.e30.e30",
  ])
  func whatHasNotThreePartsIsNoToken(text: String) throws {
    #expect(throws: TokenFault.malformed) {
      let token = try SignedToken(text)
      _ = try TokenHeader(token.header)
    }
  }

  @Test func aLongTokenIsNotLookedAt() throws {
    let long = "e30." + String(repeating: "AAAA", count: 4_096) + ".AAAA"
    #expect(throws: TokenFault.malformed) { try SignedToken(long) }
  }
}
