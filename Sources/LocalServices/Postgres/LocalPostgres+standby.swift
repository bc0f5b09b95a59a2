extension LocalPostgres {
  /// Starts a copy of this one that follows it: it reads, and refuses to write until ``promote()``.
  package func standby(
    in folder: LocalFolder = .temporary,
    durability: Durability = .relaxed
  ) async throws(LocalServiceError) -> LocalPostgres {
    try await startOnFreePorts(1, from: Loopback.freePort) { (ports) async throws(LocalServiceError) in
      let cluster = try await PostgresCluster(folder)
      let plan = cluster.plan(port: ports[0], durability: durability, settings: [:])
      let (guardian, _) = try await ServiceGuard.starting(plan) { () async throws(LocalServiceError) in
        try await cluster.follow(self)
      }
      return LocalPostgres(port: ports[0], password: password, programs: cluster.programs, guardian: guardian)
    }
  }

  /// Makes a standby one that writes.
  package func promote() async throws { try await psql("select pg_promote()") }

  /// Makes it refuse to write, or write again, with all its connections open: what a failover leaves behind.
  package func setReadOnly(_ isReadOnly: Bool) async throws {
    let value = isReadOnly ? "on" : "off"
    try await psql("alter system set default_transaction_read_only = \(value)")
    try await psql("select pg_reload_conf()")
    // The server takes it up in its own time, tells all its sessions at once, and then begins new ones with it.
    while try await psql("show default_transaction_read_only") != value {}
  }
}
