import Foundation
import Testing
import WorkflowDiagrams

@Suite struct GraphvizTests {
  @Test func withoutItThereIsNoSVGButTheRest() throws {
    let diagram = try WorkflowDiagram(Permit.workflow)
    #expect(throws: DiagramError.graphvizMissing) { try diagram.drawn(as: .svg, folders: []) }
    #expect(DiagramError.graphvizMissing.description.contains("apt-get install graphviz"))
    for format in DiagramFormat.allCases where format != .svg {
      #expect(try !diagram.drawn(as: format, folders: []).isEmpty)
    }
  }

  @Test func whatItSaysWhenItFailsIsToldOn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What a test leaves behind in the temporary folder is no reason to fail.
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "dot").path
    try Data("#!/bin/sh\necho no memory >&2\nexit 3\n".utf8).write(to: URL(filePath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    #expect(throws: DiagramError.graphvizFailed("no memory")) {
      try WorkflowDiagram(Permit.workflow).drawn(as: .svg, folders: [folder.path])
    }
  }
}
