extension PostgresConfiguration {
  /// The form for libpq: keywords and values, which need no escaping this way.
  var parameters: [(keyword: String, value: String)] {
    var parameters = [
      ("host", host), ("port", portList), ("dbname", database), ("user", user),
      ("client_encoding", "UTF8"),
      ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
      ("keepalives_idle", String(keepAlive.idle.components.seconds)),
      ("keepalives_interval", String(keepAlive.interval.components.seconds)),
      ("keepalives_count", String(keepAlive.count)),
      ("tcp_user_timeout", String(keepAlive.total.milliseconds)),
    ]
    let optional = [
      ("password", password), ("application_name", applicationName), ("sslmode", tls.mode),
      ("sslrootcert", tls.rootCertificate), ("sslcert", tls.certificate), ("sslkey", tls.key),
      ("target_session_attrs", target),
    ]
    for case (let keyword, let value?) in optional { parameters.append((keyword, value)) }
    return parameters
  }

  /// The settings of a session, sent as its first statement, because a pooler between us and the server does not pass on the
  /// `options` of the start-up message. Without limits a command could wait without end, and a single statement would have
  /// the isolation of the session.
  ///
  /// The planner is told that a row by its key costs little more than one in passing: the rows that are asked for all the time
  /// lie in memory, and by the server's default, meant for disks that turn, it reads tables of tens of thousands of rows to find
  /// a few. To compile a plan takes longer than any of ours runs.
  var sessionSettings: String {
    let limits = [
      ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout),
      ("idle_in_transaction_session_timeout", idleTransactionTimeout),
    ]
    let set = limits.compactMap { name, limit in limit.map { "set \(name) = \($0.milliseconds)" } }
    let plans = ["set random_page_cost = 1.1", "set jit = off"]
    return (["set default_transaction_isolation = 'read committed'"] + plans + set).joined(separator: "; ")
  }
}

extension PostgresConfiguration.KeepAlive {
  /// The time from the last sign of life until the connection counts as lost. It applies to unacknowledged data too.
  var total: Duration { idle + interval * count }
}

extension Duration {
  var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
