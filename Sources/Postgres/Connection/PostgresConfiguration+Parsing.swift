import CLibpq

extension PostgresConfiguration {
  /// Reads libpq's own notations: `postgresql://user@host:5432/database?sslmode=verify-full`, or
  /// `host=... dbname=... user=...`; several hosts are `one:5432,other:5432`.
  ///
  /// - Throws: ``PostgresError/Kind/misuse(_:)`` when it cannot be read, or names a setting that this type does not have.
  public init(connectionString: String) throws(PostgresError) {
    var settings = try Self.settings(in: connectionString)
    guard let user = settings.removeValue(forKey: "user") else {
      throw PostgresError(.misuse("the connection string names no user"))
    }
    let ports = try Self.ports(settings.removeValue(forKey: "port"))
    self.init(
      host: settings.removeValue(forKey: "host") ?? "/var/run/postgresql",
      database: settings.removeValue(forKey: "dbname") ?? user,
      user: user,
      password: settings.removeValue(forKey: "password"),
      tls: TLS(
        mode: settings.removeValue(forKey: "sslmode"),
        rootCertificate: settings.removeValue(forKey: "sslrootcert"),
        certificate: settings.removeValue(forKey: "sslcert"),
        key: settings.removeValue(forKey: "sslkey")
      ),
      applicationName: settings.removeValue(forKey: "application_name"),
      target: settings.removeValue(forKey: "target_session_attrs")
    )
    self.ports = ports
    if let timeout = settings.removeValue(forKey: "connect_timeout").flatMap({ Int64($0) }) {
      connectTimeout = .seconds(timeout)
    }
    guard settings.isEmpty else {
      let names = settings.keys.sorted().joined(separator: ", ")
      throw PostgresError(.misuse("the connection string has settings that are not supported: \(names)"))
    }
  }

  /// A host without a port of its own has the default port.
  private static func ports(_ list: String?) throws(PostgresError) -> [Int] {
    let ports = (list ?? "").split(separator: ",", omittingEmptySubsequences: false).map { $0.isEmpty ? 5432 : Int($0) }
    guard !ports.contains(nil) else { throw PostgresError(.misuse("the connection string's port is not a number")) }
    return ports.compactMap(\.self)
  }

  private static func settings(in connectionString: String) throws(PostgresError) -> [String: String] {
    // libpq's message quotes the string, which may hold a password, so the message is not requested.
    guard let options = unsafe PQconninfoParse(connectionString, nil) else {
      throw PostgresError(.misuse("the connection string cannot be read"))
    }
    defer { unsafe PQconninfoFree(options) }
    var settings: [String: String] = [:]
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe settings[String(cString: keyword)] = String(cString: value)
      }
      unsafe option += 1
    }
    return settings
  }
}
