import Foundation
import LocalServices
import TestServices
import Testing

/// What happens to the services when their owner has no chance to stop them.
@Suite struct OwnerKilledTests {
  @Test func killedOwnerTakesItsServicesAlong() async throws {
    try await withFolder { folder in
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
        let services = try await LocalServices.start(in: .kept(URL(filePath: path)))
        try await services.postgres.psql("CREATE TABLE kept AS SELECT 42 AS answer")
        kill(getpid(), SIGKILL)
      }
      // Its services may still be stopping: whoever comes next waits for that instead of being refused.
      let services = try await LocalServices.start(in: .kept(folder))
      #expect(try await services.postgres.psql("TABLE kept") == "42")
      await services.stop()
      #expect(Processes(of: folder).ids.isEmpty)
    }
  }

  @Test func killedOwnerLeavesNoTemporaryFolder() async throws {
    try await withFolder { folder in
      let note = folder.appending(path: "note")
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = note.path as String] in
        let postgres = try await LocalPostgres.start(in: .temporary, durability: .relaxed)
        try Data(postgres.folder.path.utf8).write(to: URL(filePath: path))
        kill(getpid(), SIGKILL)
      }
      let left = URL(filePath: try String(contentsOf: note, encoding: .utf8))
      try await waitFor("its processes to end") { Processes(of: left).ids.isEmpty }
      #expect(!FileManager.default.fileExists(atPath: left.path))
    }
  }
}
