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
