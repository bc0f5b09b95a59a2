import Foundation
import LocalServices
import TestServices
import Testing

@Suite struct LocalPostgresTests {
  @Test func answersAndStopsWithoutTrace() async throws {
    let postgres = try await LocalPostgres.start(in: .temporary)
    #expect(try await postgres.psql("SELECT current_user, 1 + 1") == "postgres|2")
    #expect(try await postgres.psql("SHOW fsync") == "on")
    #expect(try await listeningAddresses(port: postgres.port) == ["0100007F"])
    #expect(Processes(of: postgres.folder).ids.count > 2)
    await postgres.stop()
    #expect(Processes(of: postgres.folder).ids.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: postgres.folder.path))
  }

  @Test func keepsDataAndPortOverRestartAndKill() async throws {
    try await TestServices.privatePostgres { postgres in
      let port = postgres.port
      try await postgres.psql("CREATE TABLE kept AS SELECT 42 AS answer")
      try await postgres.restart()
      #expect(try await postgres.psql("SELECT answer FROM kept") == "42")
      try await postgres.kill()
      try await postgres.restart()
      #expect(try await postgres.psql("SELECT answer FROM kept") == "42")
      #expect(postgres.port == port)
    }
  }

  @Test func killEndsBusyBackendsToo() async throws {
    try await TestServices.privatePostgres { postgres in
      let busy = Task { try await postgres.psql("SELECT pg_sleep(1000)") }
      try await waitFor("the busy backend") {
        try await postgres.psql("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(1000)'") == "1"
      }
      try await postgres.kill()
      // The guard, in two processes, waits for what comes next.
      #expect(Processes(of: postgres.folder).ids.count == 2)
      await #expect(throws: PsqlFailure.self) { try await busy.value }
      await #expect(throws: PsqlFailure.self) { try await postgres.psql("SELECT 1") }
    }
  }

  @Test func pauseFreezesAllUntilResume() async throws {
    try await TestServices.privatePostgres { postgres in
      try await postgres.pause()
      #expect(Processes(of: postgres.folder).isFrozen)
      try await postgres.resume()
      #expect(try await postgres.psql("SELECT 1") == "1")
    }
  }

  @Test func pausedOneStops() async throws {
    try await TestServices.privatePostgres { try await $0.pause() }
  }

  @Test func twoRunSideBySide() async throws {
    try await TestServices.privatePostgres { one in
      try await TestServices.privatePostgres { other in
        #expect(one.port != other.port)
        try await one.psql("CREATE TABLE only_here ()")
        await #expect(throws: PsqlFailure.self) { try await other.psql("TABLE only_here") }
      }
    }
  }

  @Test func releasedOneEnds() async throws {
    let folder = try await LocalPostgres.start(in: .temporary, durability: .relaxed).folder
    try await waitFor("its processes to end") { Processes(of: folder).ids.isEmpty }
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test func stoppedOneSaysSo() async throws {
    let postgres = try await LocalPostgres.start(in: .temporary, durability: .relaxed)
    await postgres.stop()
    await #expect(throws: LocalServiceError.ended(service: "PostgreSQL")) { try await postgres.restart() }
    await postgres.stop()
  }
}
