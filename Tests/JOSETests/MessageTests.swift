import Crypto
import Foundation
import OrderedCollections
import StrictJSON
import Testing

@testable import JOSE

@Suite("Signed and encrypted messages") struct MessageTests {
  private let signer = P256.Signing.PrivateKey()
  private let receiver = P256.KeyAgreement.PrivateKey()

  private var signingKey: ECPublicKey {
    get throws { try #require(ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation)) }
  }

  private var encryptionKey: ECPublicKey {
    get throws { try #require(ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation)) }
  }

  private func sealed(_ text: String, type: String = "t+jwt") throws -> String {
    let signed = try SignedMessage.sign(Data(text.utf8), type: type, by: signer, named: "s")
    return try EncryptedMessage.encrypt(Data(signed.utf8), for: encryptionKey)
  }

  private func opened(_ message: String, type: String = "t+jwt") throws -> String {
    let signed = try EncryptedMessage.decrypt(message, keys: ["e": receiver])
    let read = try SignedMessage(String(decoding: signed, as: UTF8.self), type: type, keys: [signingKey])
    return String(decoding: read.payload, as: UTF8.self)
  }

  @Test("What is sealed is opened", arguments: ["", "{}", String(repeating: "é🙂", count: 10_000)])
  func roundTrip(text: String) throws { #expect(try opened(sealed(text)) == text) }

  @Test("Two messages of one text have nothing in common but their header's form") func fresh() throws {
    let parts = try (0..<2).map { _ in try sealed("gelijk").split(separator: ".").map(String.init) }
    for index in 0..<5 { #expect(parts[0][index] != parts[1][index]) }
  }

  /// Every part, each of its characters at a few places: nothing that was changed is opened.
  @Test("What was changed anywhere is not taken") func changed() throws {
    let message = try sealed("inhoud")
    let characters = Array(message)
    for place in stride(from: 0, to: characters.count, by: 7) where characters[place] != "." {
      var other = characters
      other[place] = other[place] == "A" ? "B" : "A"
      #expect(throws: JOSEError.self) { try opened(String(other)) }
    }
    let signed = try SignedMessage.sign(Data("inhoud".utf8), type: "t+jwt", by: signer, named: "s")
    let letters = Array(signed)
    for place in stride(from: 0, to: letters.count, by: 5) where letters[place] != "." {
      var other = letters
      other[place] = other[place] == "A" ? "B" : "A"
      #expect(throws: JOSEError.self) { try SignedMessage(String(other), type: "t+jwt", keys: [signingKey]) }
    }
  }

  @Test("A message of another type, by another key or for another receiver is refused by what is wrong") func others()
    throws
  {
    let message = try sealed("x")
    #expect(throws: JOSEError.algorithm) { try opened(message, type: "u+jwt") }
    #expect(throws: JOSEError.unknownKey) { try EncryptedMessage.decrypt(message, keys: ["f": receiver]) }
    #expect(throws: JOSEError.decryption) { try EncryptedMessage.decrypt(message, keys: ["e": .init()]) }
    let signed = try SignedMessage.sign(Data(), type: "t+jwt", by: .init(), named: "s")
    #expect(throws: JOSEError.signature) { try SignedMessage(signed, type: "t+jwt", keys: [signingKey]) }
    let unknown = try SignedMessage.sign(Data(), type: "t+jwt", by: signer, named: "z")
    #expect(throws: JOSEError.unknownKey) { try SignedMessage(unknown, type: "t+jwt", keys: [signingKey]) }
    // A key to encrypt for verifies nothing.
    let twin = try #require(ECPublicKey(name: "s", use: .encryption, point: signer.publicKey.rawRepresentation))
    let ours = try SignedMessage.sign(Data(), type: "t+jwt", by: signer, named: "s")
    #expect(throws: JOSEError.unknownKey) { try SignedMessage(ours, type: "t+jwt", keys: [twin]) }
  }

  @Test(
    "A header that asks for something else is refused",
    arguments: [
      #"{"alg":"none","typ":"t+jwt","kid":"s"}"#, #"{"alg":"HS256","typ":"t+jwt","kid":"s"}"#,
      #"{"alg":"ES384","typ":"t+jwt","kid":"s"}"#, #"{"alg":"ES256","typ":"JWT","kid":"s"}"#,
      #"{"alg":"ES256","typ":"t+jwt","kid":"s","crit":["x"],"x":1}"#, #"{"alg":"ES256","typ":"t+jwt"}"#, "{}", "[]",
      "x",
    ]
  )
  func headers(header: String) throws {
    let signed = "\(Data(header.utf8).base64URL).\(Data("{}".utf8).base64URL)"
    let signature = try signer.signature(for: Data(signed.utf8)).rawRepresentation.base64URL
    #expect(throws: JOSEError.self) { try SignedMessage("\(signed).\(signature)", type: "t+jwt", keys: [signingKey]) }
  }

  @Test(
    "What has another form is no message",
    arguments: [
      "", ".", "....", "a.b.c", "a.b.c.d.e", "a.b.c.d.e.f", "====.=.=.=.=", "é.é.é.é.é",
      String(repeating: ".", count: 9_000),
    ]
  )
  func forms(text: String) throws {
    #expect(throws: JOSEError.self) { try EncryptedMessage.decrypt(text, keys: ["e": receiver]) }
    #expect(throws: JOSEError.self) { try SignedMessage(text, type: "t+jwt", keys: [signingKey]) }
  }

  @Test("Bytes are written in one way, and read in no other") func base64() {
    for count in 0..<70 {
      let data = Data((0..<count).map { _ in UInt8.random(in: 0...255) })
      let text = data.base64URL
      let usual = data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
        "=",
        with: ""
      )
      #expect(text == usual && Data(base64URL: text) == data)
    }
    for other in ["A", "AA=", "AA==", "A+", "A/", "AAAAA", "é", "A A"] {
      #expect(Data(base64URL: other) == nil, "\(other)")
    }
    // Bits that say nothing must be zero.
    #expect(Data(base64URL: "AB") == nil && Data(base64URL: "AAB") == nil && Data(base64URL: "AA") == Data([0]))
  }

  /// RFC 7518, appendix C.
  @Test("A key is derived as the RFC does it") func derivation() throws {
    func number(_ text: String) throws -> Data { try #require(Data(base64URL: text)) }
    let alice = try P256.KeyAgreement.PrivateKey(
      rawRepresentation: number("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo")
    )
    let bob = try P256.KeyAgreement.PublicKey(
      rawRepresentation: number("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ")
        + number("e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck")
    )
    let key = try ConcatKDF.key(
      from: alice.sharedSecretFromKeyAgreement(with: bob),
      algorithm: "A128GCM",
      partyU: Data("Alice".utf8),
      partyV: Data("Bob".utf8),
      bits: 128
    )
    #expect(key.withUnsafeBytes { Data($0) }.base64URL == "VqqN6vgjbSBcIijNcacQGg")
  }

  @Test("A public key is read and written alike; another kind, a private one or none is not taken") func keys() throws {
    let key = try encryptionKey
    #expect(ECPublicKey(key.json) == key)
    guard case .object(let members) = key.json else { return }
    let changes: [(String, JSON?)] = [
      ("kty", "RSA"), ("crv", "P-384"), ("x", "AA"), ("y", .string(Data(count: 32).base64URL)), ("use", nil),
      ("kid", nil),
      ("kid", "met een spatie"), ("d", "AA"), ("alg", "ES256"), ("use", "both"),
    ]
    for (name, value) in changes {
      var other = members
      other[name] = value
      #expect(ECPublicKey(.object(other)) == nil, "\(name)")
    }
  }
}
