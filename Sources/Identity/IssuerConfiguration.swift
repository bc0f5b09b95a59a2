import Foundation

/// Whose tokens are taken, for whom they must be meant, and for whom they may speak.
public struct IssuerConfiguration: Sendable, Hashable {
  /// Exactly as the issuer names itself.
  public let issuer: String
  public let audience: String
  /// The audience of tokens that come with commands over queues; `nil` for the one that all issuers have.
  public let commandAudience: String?
  /// A claim that only tokens of systems have; `nil` for an issuer that says so by the subject.
  public let machineClaim: String?
  /// Stands before the ids of its people, `name/id`: two issuers may give one id to two people. `nil` for the issuer that is not one
  /// of several, whose ids are taken as they are.
  public let name: String?
  /// For whom it may speak; `nil` for everyone but ``others``.
  public let organisations: Set<String>?
  /// Those who have an issuer of their own.
  public private(set) var others: Set<String> = []
  public let claims: ClaimMapping
  /// How its tokens may be signed.
  let algorithms: Set<SignatureAlgorithm>
  /// Organisations of which every system must bring a token that is bound to its certificate (RFC 8705).
  public let certificateBoundSystems: Set<String>
  /// How far its clock and that of the service may be apart, in seconds.
  public let clockSkew: Double

  /// Where a service that is only tried out has an issuer of its own, behind the address of the service.
  package static let localPath = "/v1/lokaal/uitgever"
  public static let usualClockSkew = 30.0

  /// For a real identity provider that speaks for all organisations.
  /// - Throws: as ``fault(of:audience:)`` says.
  public init(issuer: String, audience: String, machineClaim: String? = nil) throws(IssuerFault) {
    if let fault = Self.fault(of: issuer, audience: audience) { throw fault }
    self.init(unchecked: issuer, audience: audience, machineClaim: machineClaim)
  }

  /// Unchecked, for a service that is only tried out, and for tests.
  package init(
    unchecked issuer: String,
    audience: String,
    commandAudience: String? = nil,
    machineClaim: String? = nil,
    name: String? = nil,
    organisations: Set<String>? = nil,
    claims: ClaimMapping = ClaimMapping(),
    algorithms: Set<SignatureAlgorithm> = Set(SignatureAlgorithm.allCases),
    certificateBoundSystems: Set<String> = [],
    clockSkew: Double = Self.usualClockSkew
  ) {
    self.issuer = issuer
    self.audience = audience
    self.commandAudience = commandAudience
    self.machineClaim = machineClaim
    self.name = name
    self.organisations = organisations
    self.claims = claims
    self.algorithms = algorithms
    self.certificateBoundSystems = certificateBoundSystems
    self.clockSkew = clockSkew
  }

  /// The same issuer, which does not speak for organisations that have one of their own.
  public func without(_ others: Set<String>) -> IssuerConfiguration {
    var configuration = self
    configuration.others = others
    return configuration
  }

  /// Whether it may speak for an organisation.
  func speaks(for organisation: String) -> Bool {
    organisations?.contains(organisation) ?? !others.contains(organisation)
  }

  /// What is wrong with an issuer: it is not `https`, it is on this machine, or it is the one of local use, which gives a token to
  /// whoever asks.
  static func fault(of issuer: String, audience: String) -> IssuerFault? {
    guard let url = URL(string: issuer), url.scheme == "https", let host = url.host(), !host.isEmpty else {
      return .notSecure
    }
    guard !issuer.contains(Self.localPath), !LoopbackAddress.isNamed(by: host) else { return .isLocal }
    guard url.query() == nil, url.fragment() == nil, url.user() == nil else { return .notSecure }
    return audience.isEmpty ? .noAudience : nil
  }

  /// Where it describes itself (OpenID Connect Discovery 1.0, 4).
  package var discovery: String {
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
