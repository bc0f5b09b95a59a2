package import Server

/// Makes the access tokens of a local installation. The service verifies them as it would those of a real issuer.
package struct LocalTokens: Sendable {
  private let issuer: LocalIssuer

  /// - Throws: when the settings are not those of a local installation.
  package init(_ settings: Settings) throws {
    guard let local = settings.local else {
      throw SettingsError(faults: ["tokens are made only for a local installation"])
    }
    issuer = try LocalIssuer(folder: LocalMode.keyFolder(of: settings), local.issuer)
  }

  /// - Parameters:
  ///   - acr: at which level the person signed in; `nil` for a token that does not say.
  ///   - binding: see ``TokenBinding``.
  package func make(
    subject: String,
    organisation: String,
    roles: [String],
    minutes: Int,
    acr: String? = nil,
    binding: TokenBinding? = nil,
    isOfSystem: Bool = false
  ) async throws -> String {
    try await issuer.token(
      subject: subject,
      organisation: organisation,
      roles: roles,
      validFor: .seconds(60 * minutes),
      acr: acr,
      binding: binding,
      isOfSystem: isOfSystem
    )
  }
}
