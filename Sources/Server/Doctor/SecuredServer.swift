import Foundation
import Postgres

/// A server that is reached over TLS.
struct SecuredServer: Sendable {
  /// How TLS begins.
  enum Form {
    case atOnce
    /// After PostgreSQL's own question whether the server speaks it.
    case postgres
  }

  /// Which names it.
  let setting: String
  let host: String
  let port: Int
  let form: Form
}

extension SecuredServer {
  /// Those of an address that can name several; none of one without TLS.
  static func all(setting: String, url: String?) -> [SecuredServer] {
    // What cannot be understood is told of the setting.
    url.flatMap { ServerAddresses.all(of: $0) }?.compactMap { SecuredServer(setting: setting, url: $0) } ?? []
  }

  private init?(setting: String, url: String) {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
      let usual = ["https": 443, "amqps": 5_671][parts.scheme?.lowercased() ?? ""]
    else { return nil }
    let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    self.init(setting: setting, host: name, port: parts.port ?? usual, form: .atOnce)
  }

  /// Those of a database that are not within this machine.
  static func all(of database: PostgresConfiguration, setting: String) -> [SecuredServer] {
    guard ["require", "verify-ca", "verify-full"].contains(database.tls.mode) else { return [] }
    return database.host.split(separator: ",").map(String.init).enumerated().compactMap { index, host in
      guard !host.hasPrefix("/") else { return nil }
      let port = index < database.ports.count ? database.ports[index] : database.ports.first ?? 5_432
      return SecuredServer(setting: setting, host: host, port: port, form: .postgres)
    }
  }
}
