import Crypto
import Foundation
import JOSE
import OrderedCollections
import StrictJSON

/// Our keys and the service's: what we say is signed by us and encrypted for the service, and what it says the other way round.
struct PartnerKeys {
  let folder: URL

  func make() throws {
    let (signer, opener) = (P256.Signing.PrivateKey(), P256.KeyAgreement.PrivateKey())
    let name = UUID().uuidString.prefix(8).lowercased()
    guard let sign = ECPublicKey(name: "sig-\(name)", use: .signature, point: signer.publicKey.rawRepresentation),
      let open = ECPublicKey(name: "enc-\(name)", use: .encryption, point: opener.publicKey.rawRepresentation),
      case .object(var first) = sign.json, case .object(var second) = open.json
    else { throw PartnerClient.Fault(description: "no keys") }
    first["d"] = .string(signer.rawRepresentation.base64URL)
    second["d"] = .string(opener.rawRepresentation.base64URL)
    umask(0o077)  // for us alone
    for (name, keys) in ["private": [.object(first), .object(second)], "public": [sign.json, open.json]]
      as [String: [JSON]]
    {
      try Data(JSON.object(["keys": .array(keys)]).text.utf8).write(to: folder.appending(path: "\(name).json"))
    }
  }

  private func read(_ name: String) throws -> [JSON] {
    try JSONReader.read(Array(Data(contentsOf: folder.appending(path: name))))["keys"]?.items ?? []
  }

  /// Our keys for a use, and their private parts.
  func own(_ use: ECPublicKey.Use) throws -> [(key: ECPublicKey, secret: Data)] {
    try read("private.json").compactMap {
      guard case .object(var members) = $0, let secret = members.removeValue(forKey: "d")?.string,
        let data = Data(base64URL: secret), let key = ECPublicKey(.object(members)), key.use == use
      else { return nil }
      return (key, data)
    }
  }

  func seal(_ statement: JSON, type: String) throws -> String {
    guard let own = try own(.signature).first,
      let sealing = try read("service.json").compactMap(ECPublicKey.init).first(where: { $0.use == .encryption })
    else { throw PartnerClient.Fault(description: "private.json or service.json has no such key") }
    let signer = try P256.Signing.PrivateKey(rawRepresentation: own.secret)
    let signed = try SignedMessage.sign(Data(statement.text.utf8), type: type, by: signer, named: own.key.name)
    return try EncryptedMessage.encrypt(Data(signed.utf8), for: sealing)
  }

  func open(_ sealed: String, type: String) throws -> JSON {
    var secrets: [String: P256.KeyAgreement.PrivateKey] = [:]  // after a rotation it may be for a former one
    for (key, secret) in try own(.encryption) { secrets[key.name] = try .init(rawRepresentation: secret) }
    let plain = String(decoding: try EncryptedMessage.decrypt(sealed, keys: secrets), as: UTF8.self)
    let signed = try SignedMessage(plain, type: type, keys: read("service.json").compactMap(ECPublicKey.init))
    return try JSONReader.read(Array(signed.payload), within: .document)
  }
}
