import LocalServices

extension LocalPostgres {
  /// Measures on a private server with the settings of production, which is gone afterwards.
  static func measured<Result>(_ body: (LocalPostgres) async throws -> Result) async throws -> Result {
    // Room in memory for what is read, and for all the log of a run: no part pays for the checkpoint of another.
    let settings = ["shared_buffers": "1GB", "max_wal_size": "16GB", "checkpoint_timeout": "1h"]
    let postgres = try await LocalPostgres.start(in: .temporary, settings: settings)
    do {
      let result = try await body(postgres)
      await postgres.stop()
      return result
    } catch {
      await postgres.stop()
      throw error
    }
  }
}
