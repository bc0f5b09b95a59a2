public import NIOSSL

/// With what the service speaks TLS: files in PEM.
public struct ServerTLS: Sendable, Equatable {
  /// The chain, the service's own certificate first.
  public var certificate: String
  public var key: String
  /// The authorities whose certificates clients may show; `nil` asks no client for one.
  public var clientAuthorities: String?

  public init(certificate: String, key: String, clientAuthorities: String? = nil) {
    self.certificate = certificate
    self.key = key
    self.clientAuthorities = clientAuthorities
  }

  /// The file has no certificate.
  private struct NoAuthority: Error {}

  /// - Throws: what is wrong with the files.
  public func configuration() throws -> TLSConfiguration {
    let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain,
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
    )
    tls.minimumTLSVersion = .tlsv12
    guard let clientAuthorities else { return tls }
    let authorities = try NIOSSLCertificate.fromPEMFile(clientAuthorities)
    // Without a single one, those of the system would be asked.
    guard !authorities.isEmpty else { throw NoAuthority() }
    tls.trustRoots = .certificates(authorities)
    // People come without one. What is shown has to be right, or there is no connection.
    tls.certificateVerification = .optionalVerification
    // So that a browser asks its user only for one that would do.
    tls.sendCANameList = true
    return tls
  }
}
