import CaseAPI
import NIOSSL

extension Settings.HTTP {
  /// How the service speaks TLS; `nil` when a proxy does that, or nobody but this machine comes.
  /// - Parameter asksClients: whether clients may show a certificate of their own: operators who read metrics need none.
  /// - Throws: what is wrong with the files.
  func tls(asksClients: Bool = true) throws -> TLSConfiguration? {
    guard let certificate, let key else { return nil }
    let files = ServerTLS(
      certificate: certificate,
      key: key,
      clientAuthorities: asksClients ? clientAuthorities : nil
    )
    return try files.configuration()
  }
}
