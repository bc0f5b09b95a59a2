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

  /// Makes a standby one that writes, and waits for no other: there is none yet.
  package func promote() async throws {
    // It may have been a primary itself before.
    try await psql("alter system reset synchronous_standby_names")
    try await psql("select pg_reload_conf()")
    try await psql("select pg_promote()")
  }

  /// Makes it one of two that can change places, before its ``standby(in:durability:)`` is made: it notes what `pg_rewind` needs, for
  /// which it restarts, and keeps its log from the last checkpoint that both have; as a standby it soon tries again to reach a primary
  /// that is away.
  package func allowRewind() async throws {
    try await psql("alter system set wal_log_hints = 'on'")
    try await psql("alter system set wal_keep_size = '1GB'")
    try await psql("alter system set wal_retrieve_retry_interval = '200ms'")
    try await restart()
  }

  /// Makes a primary that was killed the standby of the one that took over: what it alone had goes, by `pg_rewind`. Both began with
  /// ``allowRewind()``, and the other one is durable.
  package func rejoin(_ primary: LocalPostgres) async throws {
    // Until it wrote a checkpoint on its new timeline, a primary that was promoted says that it is on the former one.
    try await primary.psql("checkpoint")
    try await PostgresCluster(.kept(folder)).rewind(to: primary)
    try await guardian.start()
  }

  /// Has each commit wait from now on until a standby has it too, which has to be there.
  package func requireStandby() async throws {
    try await psql("alter system set synchronous_standby_names = '*'")
    try await psql("select pg_reload_conf()")
    while try await !hasStandby {}
    // The standby counts as synchronous before commits wait for it: that is for the checkpointer to say, when it reads the settings anew,
    // which it does before it begins a checkpoint.
    try await psql("checkpoint")
  }

  /// Whether a standby is there that has all that is committed.
  package var hasStandby: Bool {
    get async throws {
      try await psql("select count(*) from pg_stat_replication where sync_state = 'sync' and state = 'streaming'")
        == "1"
    }
  }

  /// Makes it refuse to write, or write again, with all its connections open: what a failover leaves behind.
  package func setReadOnly(_ isReadOnly: Bool) async throws {
    let value = isReadOnly ? "on" : "off"
    try await psql("alter system set default_transaction_read_only = \(value)")
    try await psql("select pg_reload_conf()")
    // The server takes it up in its own time, tells all its sessions at once, and then begins new ones with it.
    while try await psql("show default_transaction_read_only") != value {}
  }
}
