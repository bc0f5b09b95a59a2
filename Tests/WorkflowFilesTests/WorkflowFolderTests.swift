import Foundation
import Testing
import WorkflowFiles

@Suite struct WorkflowFolderTests {
  @Test func aFolderOrItsFile() throws {
    try inFolder { folder in
      let file = folder + "/workflow.yaml"
      try Data(Permit.text.utf8).write(to: URL(fileURLWithPath: file))
      let loaded = try WorkflowFolder.load(folder)
      #expect(loaded.name == file)
      #expect(loaded.source == Permit.text)
      #expect(try WorkflowFolder.load(folder + "/") == loaded)
      #expect(try WorkflowFolder.load(file) == loaded)
    }
  }

  @Test func whatCannotBeRead() throws {
    try inFolder { folder in
      let file = folder + "/workflow.yaml"
      #expect(fault(of: folder) == "\(file):1:1: Dit bestand bestaat niet.")
      #expect(fault(of: folder + "/elders.yaml") == "\(folder)/elders.yaml:1:1: Dit bestand bestaat niet.")
      try Data([0x61, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: file))
      #expect(fault(of: folder) == "\(file):1:1: Dit bestand is geen tekst in UTF-8.")
    }
  }

  /// Fails when `Workflow.faults(besides:)` looks for no workflow or no state, or when `loadAmongOthers` does not look beside the folder.
  @Test func casesOfAWorkflowBesideIt() throws {
    try inFolder { parent in
      let sound = try #require(PlantedFaults.all.first { $0.name == "others/sound.yaml" }).text
      func write(_ name: String, _ text: String) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(parent)/\(name)", withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(parent)/\(name)/workflow.yaml"))
        return "\(parent)/\(name)"
      }
      func faults(_ state: String) throws -> String? {
        let field = "type: case, workflow: expositie, in: [\(state)]"
        let folder = try write(
          "bruikleen",
          sound.replacing("type: case, workflow: bruikleen, in: [uitgeleend, klaar]", with: field)
        )
        do {
          _ = try WorkflowFolder.loadAmongOthers(folder)
          return nil
        } catch { return error.description }
      }
      #expect(try faults("klaar")?.contains(": De werkstroom «expositie» bestaat niet.") == true)
      _ = try write("expositie", sound.replacing("bruikleen", with: "expositie"))
      #expect(try faults("klaar") == nil)
      #expect(try faults("open")?.contains(": De toestand «open» van «expositie» bestaat niet.") == true)
    }
  }

  private func fault(of path: String) -> String? {
    do {
      _ = try WorkflowFolder.load(path)
      return nil
    } catch { return error.description }
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("werkstroom-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What a test leaves behind in the temporary folder is no reason to fail.
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }
}
