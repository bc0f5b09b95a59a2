import JOSE
import OrderedCollections
import StrictJSON

/// Public keys as partners exchange them: a JSON Web Key Set (RFC 7517).
public struct KeySet: Sendable {
  let keys: [ECPublicKey]

  init(_ keys: [ECPublicKey]) { self.keys = keys }

  /// Reads a partner's file.
  /// - Throws: ``SettingsError`` with everything that is wrong with it.
  public init(json bytes: [UInt8]) throws(SettingsError) {
    guard let items = try? JSONReader.read(bytes)["keys"]?.items else {
      throw SettingsError(faults: ["this is no JSON Web Key Set: an object with «keys»"])
    }
    let keys = items.map(ECPublicKey.init)
    var faults = keys.enumerated().filter { $0.element == nil }.map {
      "key \($0.offset + 1) is no public key of kty EC on crv P-256 with kid and use (sig or enc); a private key (d) is not taken"
    }
    self.keys = keys.compactMap(\.self)
    for use in ECPublicKey.Use.allCases where !self.keys.contains(where: { $0.use == use }) {
      faults.append("there is no key with use «\(use.rawValue)»: one of each is needed")
    }
    if Set(self.keys.map(\.name)).count < self.keys.count { faults.append("two keys have the same kid") }
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
  }

  public var json: String { JSON.object(["keys": .array(keys.map(\.json))] as OrderedDictionary).text }
}
