import Foundation
import Testing

extension WholeService {
  /// The promise to partners who integrate over queues: no command is lost or done twice, and everybody is complete in the end, also
  /// when the database is put back from a backup. The program itself says what it did, and what is wrong.
  @Suite struct ChaosTests {
    @Test("One short round of every fault, on a seed of its own each time")
    func everyFaultOnce() async throws {
      let result = try await Program.run(
        ["chaos", "--lasting", "0.6", "--between", "2", "--broker-away", "1"],
        program: Program.development,
        limit: .seconds(900)
      )
      // What was done is there too.
      print("chaos test: \(result.errors)\(result.output)")
      #expect(result.code == 0)
      #expect(result.output.contains("nothing wrong was found"))
    }
  }
}
