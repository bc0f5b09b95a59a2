import LocalServices

/// The policies that keep a reader to the rows of its organisation (decision 0055), in one database.
struct RowPolicies {
  let postgres: LocalPostgres
  let database: String

  /// Has them hold, or not. Nothing else may be at work: it waits for all who use the tables.
  func hold(_ hold: Bool) async throws {
    try await postgres.psql(
      """
      do $$
      declare guarded regclass;
      begin
        for guarded in select distinct polrelid::regclass from pg_policy loop
          execute format('alter table %s \(hold ? "enable" : "disable") row level security', guarded);
        end loop;
      end
      $$
      """,
      database: database
    )
    let held = try await postgres.psql("select exists (select from pg_class where relrowsecurity)", database: database)
    guard held == (hold ? "t" : "f") else { throw BenchmarkError.notWhatWasAsked("the policies are as they were") }
  }
}
