import StrictJSON

/// What an issuer publishes: a description of itself, and its public keys.
struct IssuerDocuments: Sendable {
  /// Gets the document at an address.
  let fetch: IssuerFetch

  /// An answer that cannot be used.
  enum Fault: Error {
    case otherIssuer, insecureKeys, noKeys
  }

  /// The issuer's signing keys by name. Keys of a kind that we do not use are passed over.
  func keys(of configuration: IssuerConfiguration) async throws -> [String: SigningKey] {
    let description = try await read(configuration.discovery)
    guard description["issuer"]?.string == configuration.issuer else { throw Fault.otherIssuer }
    // Whoever can change the keys on the way can sign.
    guard let address = description["jwks_uri"]?.string,
      address.hasPrefix("https://") || configuration.issuer.hasPrefix("http://")
    else { throw Fault.insecureKeys }
    let keys = (try await read(address)["keys"]?.items ?? []).compactMap(SigningKey.init)
    guard !keys.isEmpty else { throw Fault.noKeys }
    return Dictionary(keys.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func read(_ address: String) async throws -> JSON {
    try JSONReader.read(await fetch(address, JSONLimits.document.bytes), within: .document)
  }
}

/// Gets the document at an address of an issuer, when it is not larger than so many bytes.
public typealias IssuerFetch = @Sendable (_ address: String, _ largest: Int) async throws -> [UInt8]
