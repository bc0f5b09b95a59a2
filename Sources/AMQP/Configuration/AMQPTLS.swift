/// The TLS settings of a connection. The broker's certificate and its host name are verified unless that is switched off
/// here.
public struct AMQPTLS: Sendable, Equatable {
  /// The file of certificates (PEM) that may sign the broker's; by default the system's own, at Debian's place.
  public var authorities: String
  public var identity: Identity?
  public var verifiesPeer = true
  public var verifiesHostname = true

  /// A client certificate with its chain, and its key without passphrase: two PEM files.
  public struct Identity: Sendable, Equatable {
    public var certificate: String
    public var key: String

    public init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  public init(authorities: String = "/etc/ssl/certs/ca-certificates.crt", identity: Identity? = nil) {
    self.authorities = authorities
    self.identity = identity
  }
}
