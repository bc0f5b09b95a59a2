import Identity

extension Settings {
  /// Whose tokens are taken.
  func issuer() throws -> IssuerConfiguration {
    if let local { return local.issuer }
    do {
      return try IssuerConfiguration(
        issuer: identity.issuer,
        audience: identity.audience,
        machineClaim: identity.machineClaim
      )
    } catch {
      throw SettingsError(faults: ["identity.issuer: \(error)"])
    }
  }
}
