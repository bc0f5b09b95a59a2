import Foundation
import TestServices
import Testing

extension WholeService {
  /// The demonstration as it is run, and what it leaves behind: nothing.
  @Suite struct DemoTests {
    @Test func theDemonstrationSucceedsAndLeavesNothing() async throws {
      let folder = try TemporaryFolder()
      let result = try await Program.run(
        "demo",
        program: Program.development,
        environment: ["TMPDIR": folder.path],
        limit: .seconds(200)
      )
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("all of them intact"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
      #expect(Self.processes(of: folder) == [])
    }

    /// Also when it gets no chance to clean up.
    @Test func aKilledDemonstrationLeavesNoProcess() async throws {
      let folder = try TemporaryFolder()
      let demo = try await ChildProcess(["demo"], program: Program.development, environment: ["TMPDIR": folder.path])
      try await waitFor("the partners of the demonstration", limit: .seconds(60)) { demo.output.contains(" reads ") }
      #expect(Self.processes(of: folder).count > 2)
      try await demo.kill()
      try await waitFor("the end of what the demonstration started", limit: .seconds(60)) {
        Self.processes(of: folder).isEmpty
      }
    }

    /// Processes that have the folder in their command line or environment.
    private static func processes(of folder: TemporaryFolder) -> [String] {
      // A process may end while it is looked at.
      let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { Int($0) != nil }
      return ids.filter { id in
        ["cmdline", "environ"].contains { readKernelFile("/proc/\(id)/\($0)").contains(folder.path) }
      }
    }
  }
}
