import TestServices
import Testing

extension WholeService {
  /// Each benchmark runs, on a small scale: what it measured is looked at by people, on a machine with nothing else to do.
  @Suite struct BenchmarkTests {
    @Test(arguments: [
      "commands --cases 100 --seconds 3 --rounds 1",
      "http --connections 4 --cases 50 --seconds 1 --rounds 1",
      "relay --events 1000 --recipients 2 --rounds 1",
      "latency --rate 50 --seconds 2 --cases 20", "flood --flood 3000 --commands 10",
      "inbox --commands 50 --cases 20 --rounds 1",
      "timers --cases 100 --due 30 --seconds 1 --rounds 1",
      "plan --cases 100 --rounds 1",
      "settings --workflow workflows/aanvraag-omgevingsvergunning --rounds 1",
      "family --children 1 --children 2 --history 1 --history 5 --commands 2",
      "growth --cases 100 --cases 200 --processors 1 --processors 2 --seconds 1 --rounds 1",
      "reading --cases 60 --seconds 1 --rounds 1",
    ])
    func aSmallOneGivesFigures(_ benchmark: String) async throws {
      let folder = try TemporaryFolder()
      let arguments = ["bench"] + benchmark.split(separator: " ").map(String.init) + ["--format", "json"]
      let result = try await Program.run(
        arguments,
        program: Program.development,
        environment: ["TMPDIR": folder.path],
        limit: .seconds(200)
      )
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.hasPrefix("{"))
    }
  }
}
