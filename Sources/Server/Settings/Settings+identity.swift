import Foundation
import Identity

extension Settings {
  /// The issuer of a local installation; `nil` for any other, which therefore has no routes for local use.
  func localIssuer() throws -> LocalIssuer? {
    guard let localFolder else { return nil }
    return try LocalIssuer(folder: URL(filePath: localFolder).appending(path: "secrets"), service: service.url)
  }

  /// Whose tokens are taken.
  func issuer() throws -> IssuerConfiguration {
    if let local = try localIssuer() { return IssuerConfiguration(local: local) }
    do { return try IssuerConfiguration(issuer: identity.issuer, audience: identity.audience) } catch {
      throw SettingsError(faults: ["identity.issuer: \(error)"])
    }
  }
}
