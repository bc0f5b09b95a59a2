import Crypto
import Foundation
import StrictJSON
import Testing

@testable import JOSE

/// Against a library that others use: jwcrypto, as Debian has it.
@Suite("Messages of and for another library", .timeLimit(.minutes(5))) struct PythonTests {
  @Test("What it seals is opened here, what is sealed here it opens, and the thumbprints agree") func bothWays() throws
  {
    let (signer, receiver) = (P256.Signing.PrivateKey(), P256.KeyAgreement.PrivateKey())
    let ours = try #require(ECPublicKey(name: "ons", use: .encryption, point: receiver.publicKey.rawRepresentation))
    let signing = try #require(ECPublicKey(name: "onze", use: .signature, point: signer.publicKey.rawRepresentation))
    // Its keys, and a message for us.
    let first = try python(["seal", ours.json.text, #"{"vraag":"één"}"#])
    let theirKeys = try #require(first["keys"]?.items).map { try #require(ECPublicKey($0)) }
    let plain = try EncryptedMessage.decrypt(try #require(first["message"]?.string), keys: ["ons": receiver])
    let message = try SignedMessage(String(decoding: plain, as: UTF8.self), type: "opdracht+jwt", keys: theirKeys)
    #expect(String(decoding: message.payload, as: UTF8.self) == #"{"vraag":"één"}"#)
    #expect(first["thumbprint"]?.string == message.key.thumbprint)
    // A message for it.
    let theirs = try #require(theirKeys.first { $0.use == .encryption })
    let signed = try SignedMessage.sign(
      Data(#"{"antwoord":"zeven"}"#.utf8),
      type: "antwoord+jwt",
      by: signer,
      named: "onze"
    )
    let sealed = try EncryptedMessage.encrypt(Data(signed.utf8), for: theirs)
    let second = try python(["open", signing.json.text, sealed, try #require(first["private"]?.string)])
    #expect(second["payload"]?.string == #"{"antwoord":"zeven"}"#)
  }

  private func python(_ arguments: [String]) throws -> JSON {
    let process = Process()
    // Debian's own: another does not see Debian's packages.
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [URL(filePath: #filePath).deletingLastPathComponent().appending(path: "messages.py").path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONReader.read(Array(data))
  }
}
