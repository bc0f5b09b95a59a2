public import Postgres

/// Whether a connection keeps its session. Claims on deadlines are locks of a session, and so end with it; shared with others
/// they would hold nobody off, or never end.
public enum SessionCheck {
  /// - Throws: ``StoreError/sessionsShared`` behind a proxy that pools transactions.
  public static func require(_ configuration: PostgresConfiguration) async throws(StoreError) {
    let keeps: Bool
    do throws(PostgresError) { keeps = try await configuration.keepsSessions() } catch { throw .database(error) }
    if !keeps { throw .sessionsShared }
  }
}
