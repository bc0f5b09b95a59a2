import NIOSSL

extension Settings.HTTP {
  /// How the service speaks TLS; `nil` when a proxy does that, or nobody but this machine comes.
  /// - Throws: what is wrong with the two files.
  func tls() throws -> TLSConfiguration? {
    guard let certificate, let key else { return nil }
    let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain,
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
    )
    tls.minimumTLSVersion = .tlsv12
    return tls
  }
}
