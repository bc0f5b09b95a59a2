import Foundation
import Identity
import Postgres

/// What settings must not have, each with its reason.
struct SettingsCheck {
  let settings: Settings

  /// All of it; empty when there is nothing.
  var faults: [String] { readableSecrets + changeableIssuers + connectionFaults }

  /// What the settings themselves say; files are not looked at.
  var connectionFaults: [String] { passwordsInURLs + database + broker + entrance + collector }

  // MARK: - Secrets

  /// Those that the service needs, by their settings.
  var secretFiles: [(setting: String, path: String?)] {
    [
      ("keyring.file", settings.keyringFile), ("database.passwordFile", settings.database.passwordFile),
      ("broker.passwordFile", settings.broker.passwordFile),
      ("broker.monitorPasswordFile", settings.broker.monitorPasswordFile), ("http.key", settings.http.key),
      ("tracing.headersFile", settings.tracing.headersFile),
    ]
  }

  /// Those that only commands need: the service may be kept from them.
  private var secretFilesOfCommands: [(setting: String, path: String?)] {
    [
      ("database.ownerPasswordFile", settings.database.ownerPasswordFile),
      ("broker.administratorPasswordFile", settings.broker.administratorPasswordFile),
    ]
  }

  /// A file that everyone on the machine can read keeps no secret. Its group may: some platforms hand out secrets that way.
  var readableSecrets: [String] {
    (secretFiles + secretFilesOfCommands).compactMap { setting, path in
      guard let path, !path.isEmpty, let mode = Self.mode(of: path), mode & 0o007 != 0 else { return nil }
      return "\(setting): everyone on this machine may use \(path) (mode \(String(mode, radix: 8))): chmod o= it"
    }
  }

  /// Whoever can add an issuer can be anybody.
  private var changeableIssuers: [String] {
    guard let path = settings.identity.issuersFile, let mode = Self.mode(of: path), mode & 0o002 != 0 else { return [] }
    return ["identity.issuersFile: everyone on this machine can change \(path) (mode \(String(mode, radix: 8)))"]
  }

  /// `nil` for a file that is not there, or not for us to see: whoever needs it says so.
  static func mode(of path: String) -> Int? {
    let file = URL(filePath: path).resolvingSymlinksInPath().path
    return try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
  }

  private var passwordsInURLs: [String] {
    let databases: [(String, String?)] = [
      ("database.url", settings.database.url), ("database.ownerUrl", settings.database.ownerURL),
    ]
    let webs: [(String, String?)] = [
      ("broker.url", settings.broker.url), ("broker.managementUrl", settings.broker.managementURL),
      ("broker.partnerUrl", settings.broker.partnerURL), ("service.url", settings.service.url),
      ("identity.issuer", settings.identity.issuer), ("tracing.endpoint", settings.tracing.endpoint),
    ]
    let named =
      databases.filter { Self.configuration($0.1)?.password != nil }
      + webs.filter { Self.addresses($0.1).contains { $0.password != nil } }
    return named.map { "\($0.0): holds a password: put it in a file of its own" }
  }

  // MARK: - Connections

  private var database: [String] {
    let urls: [(String, String?)] = [
      ("database.url", settings.database.url), ("database.ownerUrl", settings.database.ownerURL),
    ]
    return urls.compactMap { setting, url in
      guard let configuration = Self.configuration(url) else { return nil }
      let hosts = configuration.host.split(separator: ",").map(String.init)
      // A socket in the file system does not leave the machine.
      if hosts.allSatisfy({ $0.hasPrefix("/") || mayBePlain($0) }) { return nil }
      if ["verify-full", "verify-ca"].contains(configuration.tls.mode) { return nil }
      return "\(setting): sslmode is \(configuration.tls.mode ?? "not set"), and must be verify-full (or verify-ca): "
        + "nothing else says who the server is\(plaintextHint(hosts))"
    }
  }

  private static func configuration(_ url: String?) -> PostgresConfiguration? {
    // One that cannot be understood is told where it is used.
    url.flatMap { try? PostgresConfiguration(connectionString: $0) }
  }

  private var broker: [String] {
    [
      plain("broker.url", settings.broker.url, mustBe: "amqps"),
      plain("broker.partnerUrl", settings.broker.partnerURL, mustBe: "amqps"),
      plain("broker.managementUrl", settings.broker.managementURL, mustBe: "https"),
    ].compactMap(\.self)
  }

  private var collector: [String] {
    [plain("tracing.endpoint", settings.tracing.endpoint, mustBe: "https")].compactMap(\.self)
  }

  private var entrance: [String] {
    var faults = [plain("service.url", settings.service.url, mustBe: "https")].compactMap(\.self)
    let http = settings.http
    let isLocal = LoopbackAddress.isNamed(by: http.host) && !LoopbackAddress.isEverywhere(http.host)
    if http.certificate == nil, !http.behindProxy, !isLocal {
      faults.append(
        "http.host: \(http.host) can be reached from other machines, without TLS: set http.certificate and http.key, or "
          + "http.behindProxy when a proxy does TLS and only it can come here"
      )
    }
    let metrics = settings.metrics
    let areLocal = LoopbackAddress.isNamed(by: metrics.host) && !LoopbackAddress.isEverywhere(metrics.host)
    if metrics.port != nil, http.certificate == nil, !areLocal {
      faults.append(
        "metrics.host: \(metrics.host) can be reached from other machines, without TLS: set http.certificate and http.key"
      )
    }
    return faults
  }

  private func plain(_ setting: String, _ url: String?, mustBe scheme: String) -> String? {
    let parts = Self.addresses(url)
    let hosts = parts.compactMap(\.host)
    if parts.isEmpty || parts.allSatisfy({ $0.scheme?.lowercased() == scheme }) || hosts.allSatisfy(mayBePlain) {
      return nil
    }
    return "\(setting): must begin with \(scheme)://\(plaintextHint(hosts))"
  }

  /// One for each server. One that cannot be understood is told where it is used.
  private static func addresses(_ url: String?) -> [URLComponents] {
    guard let url else { return [] }
    return (ServerAddresses.all(of: url) ?? [url]).compactMap { URLComponents(string: $0) }
  }

  private func mayBePlain(_ host: String) -> Bool {
    settings.security.plaintextOnLoopback && LoopbackAddress.isNamed(by: host)
  }

  private func plaintextHint(_ hosts: [String]) -> String {
    hosts.allSatisfy(LoopbackAddress.isNamed(by:))
      ? "; on this machine alone, security.plaintextOnLoopback (--allow-plaintext-on-loopback) allows it" : ""
  }
}

/// Settings as they were read, whatever is wrong with them.
struct UncheckedSettings: Sendable {
  let settings: Settings
  /// What is wrong with single settings: one is not set, or has another form.
  let ofValues: [String]
  /// Names that are no setting.
  let ofNames: [String]

  /// All that is wrong, also what is not fit for real use.
  var faults: [String] { ofValues + ofNames + SettingsCheck(settings: settings).faults }
}

/// Settings that cannot be used, with all that is wrong with them. Names settings and files, never a secret.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let faults: [String]

  public init(faults: [String]) { self.faults = faults }

  public var description: String { faults.joined(separator: "\n") }
}
