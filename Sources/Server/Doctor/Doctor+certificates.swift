import AMQP
import Foundation
import Identity
import NIOSSL
import Postgres

/// Until when certificates hold.
extension Doctor {
  func certificateFindings() -> [Finding] { ownFindings() + authorityFindings() }

  private func ownFindings() -> [Finding] {
    guard let path = settings.http.certificate else {
      return [Finding(.ownCertificate, .ok, "there is none: a proxy does TLS, or nobody but this machine comes")]
    }
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(path) } catch {
      return [Finding(.ownCertificate, .fault, "http.certificate: \(path) has no certificate that can be read")]
    }
    let found = chain.map { CertificateTerm($0).finding(.ownCertificate, "a certificate of \(path)") }
    let bad = found.filter { $0.outcome != .ok } + keyFaults()
    return bad.isEmpty ? Array(found.prefix(1)) : bad
  }

  private func keyFaults() -> [Finding] {
    do {
      if let tls = try settings.http.tls(asksClients: false) { _ = try NIOSSLContext(configuration: tls) }
      return []
    } catch {
      return [Finding(.ownCertificate, .fault, "http.key cannot be read, or is not the key of http.certificate")]
    }
  }

  /// A file of authorities may have some that ended long ago: what matters is the last that holds.
  private func authorityFindings() -> [Finding] {
    let files = authorityFiles
    guard !files.isEmpty else {
      return [
        Finding(.authorities, .ok, "none is needed: nothing is reached over TLS, and no client shows a certificate")
      ]
    }
    return files.map { setting, path in
      guard let all = try? NIOSSLCertificate.fromPEMFile(path),
        let last = all.map(CertificateTerm.init).max(by: {
          $0.until < $1.until
        })
      else {
        return Finding(.authorities, .fault, "\(setting): \(path) has no certificate that can be read")
      }
      return last.finding(.authorities, "\(setting): the last certificate of \(path)")
    }
  }

  private var authorityFiles: [(setting: String, path: String)] {
    var files: [(setting: String, path: String)] = []
    let databases: [(String, String?)] = [
      ("database.url", settings.database.url), ("database.ownerUrl", settings.database.ownerURL),
    ]
    for case (let setting, let url?) in databases {
      // One that cannot be understood is told elsewhere.
      guard let tls = try? PostgresConfiguration(connectionString: url).tls else { continue }
      // `system` is no file: the authorities that OpenSSL knows.
      for path in [tls.rootCertificate, tls.certificate] where path != "system" {
        if let path { files.append((setting, path)) }
      }
    }
    if let path = settings.http.clientAuthorities { files.append(("http.clientAuthorities", path)) }
    // What is wrong with the address is told of the connection.
    if let tls = (try? settings.amqp())?.tls { files.append(("broker.url", tls.authorities)) }
    return files
  }

  // MARK: - Others

  func serverCertificateFindings() async -> [Finding] {
    let servers = securedServers
    guard !servers.isEmpty else { return [Finding(.serverCertificates, .ok, "nothing is reached over TLS")] }
    let found = await withTaskGroup(of: (Int, Finding).self) { group in
      for (index, server) in servers.enumerated() { group.addTask { (index, await Self.finding(server)) } }
      return await group.reduce(into: [Int: Finding]()) { $0[$1.0] = $1.1 }
    }
    return servers.indices.compactMap { found[$0] }
  }

  private static func finding(_ server: SecuredServer) async -> Finding {
    let subject = "\(server.setting): the certificate of \(server.host):\(server.port)"
    do {
      return try await PeerCertificate.term(of: server).finding(.serverCertificates, subject)
    } catch {
      // Whether it can be reached is told where that matters; not all of these are for this machine to reach.
      return Finding(.serverCertificates, .unchecked, "\(subject) could not be looked at")
    }
  }

  private var securedServers: [SecuredServer] {
    let webs: [(String, String?)] = [
      ("broker.url", settings.broker.url), ("broker.partnerUrl", settings.broker.partnerURL),
      ("broker.managementUrl", settings.broker.managementURL), ("service.url", settings.service.url),
    ]
    // What is wrong with the issuers, or with the address of the database, is told there.
    let issuers = ((try? settings.issuers()) ?? []).map { ("issuer", Optional($0.issuer)) }
    var servers = (webs + issuers).flatMap { SecuredServer.all(setting: $0.0, url: $0.1) }
    if let configuration = try? settings.postgres() {
      servers += SecuredServer.all(of: configuration, setting: "database.url")
    }
    var seen: Set<String> = []
    return servers.filter { mayUse($0.setting) && seen.insert("\($0.host):\($0.port)").inserted }
  }
}
