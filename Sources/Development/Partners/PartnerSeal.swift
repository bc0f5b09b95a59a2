import Crypto
package import Foundation
import JOSE
import OrderedCollections
package import Server
package import StrictJSON

/// The keys of a partner, and what it makes and opens with them: by the rules of `docs/partners/README.md`.
package struct PartnerSeal: Sendable {
  package struct NotOurs: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  private static let signing = "s"
  private static let opening = "e"

  private let access: PartnerAccess
  private let service: [ECPublicKey]
  private let system: String
  private let signer = P256.Signing.PrivateKey()
  private let receiver = P256.KeyAgreement.PrivateKey()

  /// Makes new keys.
  /// - Parameters:
  ///   - serviceKeys: the service's keys, as its operator gives them.
  ///   - system: how the partner names the system that sends.
  package init(_ access: PartnerAccess, serviceKeys: String, system: String) throws {
    (self.access, self.system) = (access, system)
    service = try JSONReader.read(Array(serviceKeys.utf8))["keys"]?.items?.compactMap(ECPublicKey.init) ?? []
  }

  private var publicKeys: [ECPublicKey] {
    [
      ECPublicKey(name: Self.signing, use: .signature, point: signer.publicKey.rawRepresentation),
      ECPublicKey(name: Self.opening, use: .encryption, point: receiver.publicKey.rawRepresentation),
    ].compactMap(\.self)
  }

  /// What it gives to the operator.
  package var keys: KeySet {
    get throws {
      let set = JSON.object(["keys": .array(publicKeys.map(\.json))] as OrderedDictionary)
      return try KeySet(json: Array(set.text.utf8))
    }
  }

  /// To which tokens of those who act are bound.
  package var thumbprint: String { publicKeys[0].thumbprint }

  /// - Parameter token: of the person who acts.
  package func command(_ body: JSON, id: UUID, case subject: String?, token: String) throws -> [UInt8] {
    try message(
      id,
      kind: subject == nil ? "opdracht.beginnen" : "opdracht.geven",
      form: "opdracht+jwt",
      ["casus": subject.map(JSON.string) ?? .null, "opdracht": body, "persoon": .string(token)],
      subject: subject
    )
  }

  /// - Parameter token: of the person who asks; `nil` when the system does.
  package func question(_ address: String, id: UUID, token: String?) throws -> [UInt8] {
    try message(
      id,
      kind: "vraag.stellen",
      form: "vraag+jwt",
      ["vraag": ["adres": .string(address)], "persoon": token.map(JSON.string) ?? .null],
      subject: nil
    )
  }

  private func message(
    _ id: UUID,
    kind: String,
    form: String,
    _ members: OrderedDictionary<String, JSON>,
    subject: String?
  ) throws -> [UInt8] {
    let id = id.uuidString.lowercased()
    var statement: OrderedDictionary<String, JSON> = [
      "iss": .string(access.organisation), "aud": .string(access.service), "jti": .string(id),
      "iat": .integer(Int64(Date().timeIntervalSince1970)),
    ]
    for (name, value) in members where value != .null { statement[name] = value }
    let said = Data(JSON.object(statement).text.utf8)
    let signed = try SignedMessage.sign(said, type: form, by: signer, named: Self.signing)
    guard let key = service.first(where: { $0.use == .encryption }) else {
      throw NotOurs(description: "the service has no key to encrypt for")
    }
    let event: JSON = .object([
      "specversion": "1.0", "id": .string(id),
      "source": .string("urn:nld:oin:\(access.organisation):systeem:\(system)"),
      "type": .string("nl.casusregie.\(kind)"),
      "subject": subject.map(JSON.string), "datacontenttype": "application/jose",
      "data": .string(try EncryptedMessage.encrypt(Data(signed.utf8), for: key)),
    ])
    return Array(event.text.utf8)
  }

  /// What the service answers in an event.
  package func answer(_ event: JSON) throws -> JSON {
    let plain = try EncryptedMessage.decrypt(event["data"]?.string ?? "", keys: [Self.opening: receiver])
    let signed = try SignedMessage(String(decoding: plain, as: UTF8.self), type: "antwoord+jwt", keys: service)
    let said = try JSONReader.read(Array(signed.payload), within: .ofAnswers)
    let about = said["opdracht"] ?? said["vraag"]
    guard said["aud"]?.string == access.organisation, about != nil, about == event["causationid"] else {
      throw NotOurs(description: "an answer to another message")
    }
    return said["antwoord"] ?? .null
  }
}

extension JSONLimits {
  /// What the service says to a partner may be long.
  package static let ofAnswers = JSONLimits(bytes: 4 << 20, depth: 64, values: 1_000_000)
}
