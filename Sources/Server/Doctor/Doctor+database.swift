import Postgres
import StoreBase
import StoreSchema
import WorkflowFiles

/// The database, as the service reaches it.
extension Doctor {
  /// - Parameter workflows: of the folder; `nil` when they cannot be read.
  func databaseFindings(_ workflows: [WorkflowFile]?) async -> [Finding] {
    guard mayUse("database.url") else { return [untried(.databaseConnection, "database.url")] }
    let configuration: PostgresConfiguration
    do { configuration = try settings.postgres() } catch {
      return [Finding(.databaseConnection, .fault, "\(error)")]
    }
    let connection: PostgresConnection
    do throws(PostgresError) { connection = try await Self.open(configuration) } catch {
      return [Finding(.databaseConnection, .fault, "\(configuration): \(error.debugDescription)")]
    }
    var findings = [Finding(.databaseConnection, .ok, "\(configuration) lets the service in")]
    let facts: DatabaseFacts
    do { facts = try await DatabaseFacts.read(on: connection) } catch {
      return findings + [Finding(.databaseVersion, .fault, "the server does not say what it is: \(error)")]
    }
    findings += self.findings(facts, configuration)
    // What follows needs a server that takes changes, as the service does.
    guard !facts.isStandby, !facts.isReadOnly else { return findings }
    let pool = PostgresPool(configuration, pool: PoolConfiguration(minimum: 0, maximum: 2), logger: Logs.silent)
    findings += await storeFindings(configuration, pool, facts, workflows)
    await pool.close()
    return findings
  }

  /// When no server takes changes, one that only reads will do: then that is what has to be told.
  private static func open(_ configuration: PostgresConfiguration) async throws(PostgresError) -> PostgresConnection {
    do throws(PostgresError) { return try await PostgresConnection.open(configuration) } catch {
      var any = configuration
      any.target = "any"
      // Its error would be the same, or say less.
      guard let connection = try? await PostgresConnection.open(any) else { throw error }
      return connection
    }
  }

  private func findings(_ facts: DatabaseFacts, _ configuration: PostgresConfiguration) -> [Finding] {
    let isNew = facts.versionNumber >= 150_000
    let isPrimary = !facts.isStandby && !facts.isReadOnly
    let clock = ClockDifference(asked: facts.asked, told: facts.clock, answered: facts.answered)
    return [
      encryption(facts),
      Finding(.databaseVersion, isNew ? .ok : .fault, "it is PostgreSQL \(facts.version)"),
      Finding(
        .databasePrimary,
        isPrimary ? .ok : .fault,
        isPrimary
          ? "it takes changes" : facts.isStandby ? "it is a standby, which takes no changes" : "it takes no changes"
      ),
      // Access tokens are read by the clock of this machine, and may be off by as much as that.
      Finding(.databaseClock, clock.outcome(warning: 1, fault: 30), "its clock is \(clock.text)"),
      Finding(
        .databaseCharacters,
        facts.encoding == "UTF8" ? .ok : .fault,
        "its encoding is \(facts.encoding)"
      ),
      durability(facts), standby(facts, servers: configuration.host.split(separator: ",").count), connections(facts),
    ]
  }

  private func encryption(_ facts: DatabaseFacts) -> Finding {
    if let tls = facts.tls { return Finding(.databaseEncryption, .ok, "it is reached over \(tls)") }
    if facts.isSocket { return Finding(.databaseEncryption, .ok, "it is reached over a socket of this machine") }
    // The settings allow that for an address of this machine, and for no other.
    return Finding(.databaseEncryption, .ok, "it is reached within this machine, in plain text")
  }

  private func durability(_ facts: DatabaseFacts) -> Finding {
    guard !facts.fsync || facts.synchronousCommit == "off" else {
      return Finding(
        .databaseDurability,
        .ok,
        "what it confirms is on disk (synchronous_commit = \(facts.synchronousCommit))"
      )
    }
    let setting = facts.fsync ? "synchronous_commit" : "fsync"
    // Whoever tries something out loses nothing by it.
    return Finding(
      .databaseDurability,
      settings.local == nil ? .fault : .warning,
      "\(setting) is off: a power cut takes back what was confirmed"
    )
  }

  /// Whoever names several servers means to go on with another one, which then has to have what was confirmed. The role sees which
  /// standbys are waited for, and not whether they are there: when none is, nothing is confirmed.
  private func standby(_ facts: DatabaseFacts, servers: Int) -> Finding {
    guard servers > 1 else {
      return Finding(.databaseStandby, .ok, "database.url names one server, so there is no standby to go on with")
    }
    guard !facts.synchronousStandbys.isEmpty else {
      return Finding(
        .databaseStandby,
        .warning,
        "database.url names \(servers) servers, and it waits for no standby: a failover takes back what was confirmed last"
      )
    }
    guard !["off", "local"].contains(facts.synchronousCommit) else {
      return Finding(
        .databaseStandby,
        .warning,
        "synchronous_commit is \(facts.synchronousCommit), so it waits for no standby: a failover takes back what was confirmed last"
      )
    }
    return Finding(
      .databaseStandby,
      .ok,
      "what it confirms a standby has too (synchronous_standby_names = \(facts.synchronousStandbys))"
    )
  }

  private func connections(_ facts: DatabaseFacts) -> Finding {
    // Beside the pool: the watchdog's, and the one that listens.
    let needed = settings.database.connections + 2
    let text = "there is room for \(facts.room) of this role, and an instance has up to \(needed)"
    if facts.room < needed { return Finding(.databaseConnections, .fault, text) }
    return Finding(.databaseConnections, facts.room < 2 * needed ? .warning : .ok, text)
  }
}
