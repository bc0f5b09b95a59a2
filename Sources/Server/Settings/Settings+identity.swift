import Foundation
import Identity

extension Settings {
  /// Whose tokens are taken: the issuer that speaks for everyone, if there is one, and those of the file.
  /// - Throws: ``SettingsError`` with all that is wrong with them.
  func issuers() throws -> [IssuerConfiguration] {
    if let local { return [local.issuer] }
    var faults: [String] = []
    let named = issuersOfFile(&faults)
    // An organisation that has an issuer of its own has no other: the same person by two of them would be two.
    let others = Set(named.compactMap(\.organisations).joined())
    let issuers = ownIssuer(&faults).map { $0.without(others) } + named
    if let own = issuers.first, own.name == nil, issuers.dropFirst().contains(where: { $0.issuer == own.issuer }) {
      faults.append("identity.issuersFile: has the issuer of identity.issuer too")
    }
    if http.clientAuthorities == nil {
      faults += named.filter { !$0.certificateBoundSystems.isEmpty }.map {
        "identity.issuersFile: \($0.name ?? $0.issuer) has certificateBoundSystems, and no client can show a certificate: "
          + "http.clientAuthorities is not set"
      }
    }
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    return issuers
  }

  private func ownIssuer(_ faults: inout [String]) -> [IssuerConfiguration] {
    guard identity.issuersFile == nil || !identity.issuer.isEmpty else { return [] }
    do throws(IssuerFault) {
      return [
        try IssuerConfiguration(
          issuer: identity.issuer,
          audience: identity.audience,
          machineClaim: identity.machineClaim
        )
      ]
    } catch {
      faults.append("identity.issuer: \(error)")
      return []
    }
  }

  private func issuersOfFile(_ faults: inout [String]) -> [IssuerConfiguration] {
    guard let path = identity.issuersFile else { return [] }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      faults.append("identity.issuersFile: \(path) cannot be read")
      return []
    }
    do throws(IssuersFile.Faults) {
      return try IssuersFile.read(Array(bytes), commandAudience: identity.commandAudience)
    } catch {
      faults += error.faults.map { "identity.issuersFile: \($0)" }
      return []
    }
  }
}
