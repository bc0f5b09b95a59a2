import ArgumentParser

/// Where the service is, and with whose access token it is asked. Nothing else: whoever uses these commands needs no settings,
/// no database and no keys.
struct ServiceOptions: ParsableArguments {
  @Option(
    help: .init(
      "Het adres van de dienst, https://…. Zonder deze optie uit de omgeving: \(ServiceAddress.variable).",
      valueName: "adres"
    )
  )
  var service: String?

  @Option(
    help: .init(
      "Een bestand (PEM) met de certificaten die u vertrouwt, in plaats van die van deze machine.",
      valueName: "bestand"
    )
  )
  var caFile: String?

  @Option(
    help: .init(
      "Een bestand met uw toegangstoken. Zonder deze optie uit de omgeving: \(AccessToken.variable).",
      valueName: "bestand"
    )
  )
  var tokenFile: String?

  /// The service, for as long as a body takes.
  /// - Throws: ``Failure``, in Dutch, when the address or the token is missing or invalid; what the body throws.
  func with(_ body: (Service) async throws -> Void) async throws {
    try await Self.with(service, caFile: caFile, tokenFile: tokenFile, body)
  }

  static func with(
    _ service: String?,
    caFile: String?,
    tokenFile: String?,
    _ body: (Service) async throws -> Void
  ) async throws {
    let token: String
    do throws(AccessToken.Fault) { token = try AccessToken.read(file: tokenFile) } catch {
      throw Failure("U bent niet aangemeld. \(error.dutch)")
    }
    let service = try Service(at: address(service, caFile: caFile), token: token, caFile: caFile)
    do { try await body(service) } catch {
      try await service.close()
      throw error
    }
    try await service.close()
  }

  private static func address(_ service: String?, caFile: String?) throws(Failure) -> ServiceAddress {
    let address = try ServiceAddress.named(service)
    guard caFile == nil || address.hasCertificate else {
      throw Failure("--ca-file is van een dienst die over https gaat, en \(address) doet dat niet.", code: 2)
    }
    return address
  }
}
