import Foundation
import Testing

extension WholeService {
  /// The promise to partners who integrate over queues: no command is lost or done twice, and everybody is complete in the end, also
  /// when the database is put back from a backup. The program itself says what it did, and what is wrong.
  @Suite struct ChaosTests {
    @Test("One round of every fault, on a seed of its own each time")
    func everyFaultOnce() async throws {
      let result = try await Program.run(
        ["chaos"],
        program: Program.development,
        limit: .seconds(900)
      )
      print("chaos test: \(result.output)")
      #expect(result.code == 0, "\(result.errors)\n\(result.output)")
      #expect(result.output.contains("nothing wrong was found"))
    }
  }
}
