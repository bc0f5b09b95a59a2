import Foundation
import LocalServices
import TestServices
import Testing

@Suite struct FolderTests {
  @Test func keptFolderKeepsDataAndPassword() async throws {
    try await withFolder { folder in
      let first = try await LocalPostgres.start(in: .kept(folder), durability: .relaxed)
      try await first.psql("CREATE TABLE kept AS SELECT 42 AS answer")
      await first.stop()
      let second = try await LocalPostgres.start(in: .kept(folder), durability: .relaxed)
      #expect(try await second.psql("TABLE kept") == "42")
      #expect(second.password == first.password)
      #expect(second.port == first.port)
      await second.stop()
    }
  }

  @Test func keptBrokerIsFoundWhereItWas() async throws {
    try await withFolder { folder in
      let first = try await LocalBroker.start(in: .kept(folder))
      await first.stop()
      let second = try await LocalBroker.start(in: .kept(folder))
      #expect(second.amqpPort == first.amqpPort && second.managementPort == first.managementPort)
      await second.stop()
      // When somebody has one of them, it goes on with others.
      let taken = try TakenPort(first.amqpPort)
      let third = try await LocalBroker.start(in: .kept(folder))
      #expect(third.amqpPort != taken.number)
      await third.stop()
    }
  }

  @Test func secondUserIsRefusedAndTheFirstLivesOn() async throws {
    try await withFolder { folder in
      let first = try await LocalPostgres.start(in: .kept(folder), durability: .relaxed)
      let refusal = await #expect(throws: LocalServiceError.self) {
        try await LocalPostgres.start(in: .kept(folder), durability: .relaxed)
      }
      let ourselves = ProcessInfo.processInfo.processIdentifier
      #expect(refusal == .folderInUse(folder: folder.path, holder: "\(ourselves)"))
      #expect(refusal?.description.contains("is in use by process \(ourselves)") == true)
      #expect(try await first.psql("SELECT 1") == "1")
      await first.stop()
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root has to run PostgreSQL as somebody else"))
  func folderClosedToThePostgresUserWorks() async throws {
    try await withFolder { home in
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home.path)
      let folder = home.appending(path: "project/.local")
      let postgres = try await LocalPostgres.start(in: .kept(folder), durability: .relaxed)
      let data = URL(filePath: try await postgres.psql("SHOW data_directory"))
      #expect(data.path.hasPrefix("/var/tmp/casusregie-"))
      await postgres.stop()
      try FileManager.default.removeItem(at: data)
    }
  }

  @Test func failedStartQuotesTheLogForTheEngineerOnly() async throws {
    let failure = await #expect(throws: LocalServiceError.self) {
      try await LocalPostgres.start(in: .temporary, settings: ["shared_buffers": "nonsense"])
    }
    #expect(failure?.description == "the local PostgreSQL did not start: it ended while starting, with status 1")
    #expect(failure?.debugDescription.contains("nonsense") == true)
  }

  @Test func missingProgramNamesTheCommandThatInstallsIt() {
    let failure = #expect(throws: LocalServiceError.self) {
      try Program("no-such-program", folders: ["/usr/bin"], packages: ["postgresql", "rabbitmq-server"])
    }
    #expect(
      failure?.description
        == "no-such-program is not installed; install it with: apt-get install postgresql rabbitmq-server"
    )
  }
}
