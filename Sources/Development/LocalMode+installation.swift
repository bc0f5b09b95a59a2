import Foundation
import Identity
import LocalTime
package import Server

/// How the settings of a local installation are told from those of another: they name the issuer that the service itself is.
extension LocalMode {
  /// Fills it in for the settings of a local installation, and leaves others as they are.
  package static func complete(_ settings: inout Settings) {
    guard settings.identity.issuer == address(of: settings.service.url) else { return }
    let folder = keyFolder(of: settings)
    let issuer = IssuerConfiguration(unchecked: settings.identity.issuer, audience: settings.identity.audience)
    settings.local = LocalMode(issuer: issuer) { pool, wakes in
      LocalRoutes(clock: LocalClock(pool), issuer: try LocalIssuer(folder: folder, issuer), wakes: wakes).routes
    }
  }

  /// The address of the issuer of a service.
  static func address(of service: String) -> String { service + IssuerConfiguration.localPath }

  /// Where the issuer has its key: beside the other secrets of the installation.
  static func keyFolder(of settings: Settings) -> URL {
    URL(filePath: settings.keyringFile).deletingLastPathComponent()
  }
}
