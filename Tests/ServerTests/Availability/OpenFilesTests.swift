import Foundation
import LocalServices
import TestServices
import Testing

extension WholeService {
  /// How many files a process may open is the system's to say: connections of clients must not use up what others need.
  @Suite struct OpenFilesTests {
    @Test func tooFewForTheConnectionsIsSaidAndThoseAreFewer() async throws {
      try await Installation.with { installation in
        let service = try await Self.start(installation, limit: "ulimit -n 300")
        try await waitFor("its readiness") { service.errors.contains("ready for commands") }
        // 300, without 8 of the database, 100 of all else and 32 that are being closed.
        let warnings = service.errors.split(separator: "\n").filter { $0.contains("LimitNOFILE") }
        #expect(warnings.count == 1 && warnings[0].contains("taken=160"), "\(service.errors)")
        service.terminate()
        #expect(try await service.ended() == 0)
      }
    }

    @Test func aLimitThatCanBeRaisedIsRaised() async throws {
      try await Installation.with { installation in
        let service = try await Self.start(installation, limit: "ulimit -S -n 300")
        try await waitFor("its readiness") { service.errors.contains("ready for commands") }
        #expect(!service.errors.contains("LimitNOFILE"), "\(service.errors)")
        service.terminate()
        #expect(try await service.ended() == 0)
      }
    }

    private static func start(_ installation: Installation, limit: String) async throws -> ChildProcess {
      let command = "\(limit) && exec \"$0\" serve --config \"$1\""
      return try await ChildProcess(
        ["-c", command, Program.development, installation.settingsFile],
        program: "/bin/sh"
      )
    }
  }
}
