import Foundation

/// Whose tokens are taken, and for whom they must be meant.
public struct IssuerConfiguration: Sendable, Hashable {
  /// Exactly as the issuer names itself.
  public let issuer: String
  public let audience: String
  /// A claim that only tokens of systems have; `nil` for an issuer that says so by the subject.
  public let machineClaim: String?

  /// Where a service that is only tried out has an issuer of its own, behind the address of the service.
  package static let localPath = "/v1/lokaal/uitgever"

  /// For a real identity provider.
  /// - Throws: for an issuer that is not `https`, that is on this machine, or that is the one of local use: it gives a
  ///   token to whoever asks.
  public init(issuer: String, audience: String, machineClaim: String? = nil) throws(IssuerFault) {
    guard let url = URL(string: issuer), url.scheme == "https", let host = url.host(), !host.isEmpty else {
      throw .notSecure
    }
    guard !issuer.contains(Self.localPath), !LoopbackAddress.isNamed(by: host) else { throw .isLocal }
    guard url.query() == nil, url.fragment() == nil, url.user() == nil else { throw .notSecure }
    guard !audience.isEmpty else { throw .noAudience }
    self.init(unchecked: issuer, audience: audience, machineClaim: machineClaim)
  }

  /// For a service that is only tried out, and for tests.
  package init(unchecked issuer: String, audience: String, machineClaim: String? = nil) {
    self.issuer = issuer
    self.audience = audience
    self.machineClaim = machineClaim
  }

  /// Where it describes itself (OpenID Connect Discovery 1.0, 4).
  var discovery: String {
    (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
  }
}

/// Why an issuer is not taken.
public enum IssuerFault: Error, CustomStringConvertible {
  case notSecure
  case isLocal
  case noAudience

  public var description: String {
    switch self {
    case .notSecure: "the issuer of tokens must be an https address without query, fragment or user"
    case .isLocal: "the issuer of tokens is one for local use: it gives a token to whoever asks"
    case .noAudience: "the audience that tokens must have is empty"
    }
  }
}
