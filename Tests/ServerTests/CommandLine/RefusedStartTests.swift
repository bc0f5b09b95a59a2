import Foundation
import LocalServices
import Server
import TestServices
import Testing

extension WholeService {
  @Suite struct RefusedStartTests {
    /// A clock that can be moved says that this is a database to try things out in.
    @Test func productionRefusesALocalDatabaseInOneLine() async throws {
      try await Installation.with { installation in
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.production(of: installation), to: "settings.json")
        // The answer of the database comes when all else runs already, and has to be ended.
        try await installation.services.postgres.pause()
        let instance = try await Instance.start(file, port: installation.settings.http.port)
        try await waitFor("its entrance to be open") { try await instance.page("/health/live")?.status == 200 }
        try await installation.services.postgres.resume()
        #expect(try await instance.ended() == 1)
        // Without what is said of the test's own requests.
        let said = instance.log.filter { !$0.contains(" trace=") }
        #expect(said == ["casusregie: the database has a clock that can be moved: it is for local use only"])
      }
    }

    /// The settings of the installation, with nothing local in them but its services.
    private static func production(of installation: Installation) throws -> String {
      let data = try Data(contentsOf: URL(filePath: installation.settingsFile))
      var settings = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      settings["local"] = nil
      settings["identity"] = ["issuer": "https://inloggen.invalid", "audience": "casusregie"]
      return String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
    }
  }
}
