import Foundation
import Testing

/// `--local` of the program for development, beside an installation that is made of nothing but its settings.
@Suite struct LocalArgumentTests {
  private func run(_ line: String, in folder: String) async throws -> Program.Result {
    let words = line.replacing("DIR", with: folder).split(separator: " ").map(String.init)
    return try await Program.run(words, program: Program.development)
  }

  @Test func withoutALocalInstallationThereIsNothingLocal() async throws {
    let folder = try TemporaryFolder()
    let start = "«casusregie-dev start --folder \(folder.path)»"
    let verify = try await run("journal verify --local --folder DIR", in: folder.path)
    #expect(
      verify.code == 1
        && verify.errors.contains("no local installation runs in \(folder.path): start one with \(start)")
    )
    for line in ["deadline list --local --folder DIR", "deadline apply --folder=DIR --local"] {
      let result = try await run(line, in: folder.path)
      #expect(result.code == 1, "\(line)")
      #expect(result.errors.contains("In de map \(folder.path) draait geen lokale installatie"), "\(result.errors)")
      #expect(result.errors.contains(start), "\(result.errors)")
    }
  }

  /// Those that ask the service get its address, and all others the settings.
  @Test func itStandsForWhatTheCommandKnows() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(#"{"service": {"url": "http://127.0.0.1:1"}, "bogus": 1}"#, to: "casusregie.json")
    for line in ["journal verify --local --folder DIR", "deadline apply --local --folder DIR"] {
      let result = try await run(line, in: folder.path)
      #expect(result.code == 1 && result.errors.contains("bogus: is no setting"), "\(line): \(result.errors)")
    }
    let list = try await Program.run(
      ["deadline", "list", "--local", "--folder", folder.path],
      program: Program.development,
      environment: ["CASUSREGIE_TOKEN": "een-toegangstoken"]
    )
    #expect(list.code == 1 && list.errors.contains("http://127.0.0.1:1"), "\(list.errors)")
    // Another service or other settings beside it are not passed over.
    for line in ["deadline list --service x --local --folder DIR", "migrate --local --folder DIR --config x"] {
      let result = try await run(line, in: folder.path)
      #expect(result.code == 2, "\(line): \(result.errors)")
    }
    #expect(try await run("migrate --local --help", in: folder.path).code == 0)
  }
}
