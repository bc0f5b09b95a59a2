import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowDiagrams
import WorkflowFiles

/// The pictures beside a workflow say what the workflow says; `scripts/diagrams` writes them.
@Suite struct PictureTests {
  @Test func areOfTheWorkflowAsItIs() throws {
    for folder in try Subject.folders {
      let readme = try? String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
      let picture = try? String(contentsOf: folder.appending(path: "diagram.svg"), encoding: .utf8)
      let block = readme.flatMap { self.block("diagram", in: $0) }
      // Having none is allowed, also while a workflow is being written; half of it is not.
      guard block != nil || picture != nil else { continue }
      let workflow = try WorkflowFolder.load(folder.path).workflow
      let drawn = try WorkflowDiagram(workflow).drawn(as: .markdown)
      #expect(block == drawn, "\(folder.lastPathComponent): run scripts/diagrams")
      let events = try WorkflowDiagram(workflow).drawn(as: .events)
      #expect(
        readme.flatMap { self.block("events", in: $0) } == events,
        "\(folder.lastPathComponent): run scripts/diagrams"
      )
      let overview = try? String(contentsOf: folder.appending(path: "overview.svg"), encoding: .utf8)
      #expect(
        overview == (try WorkflowDiagram(workflow).overview()),
        "\(folder.lastPathComponent): run scripts/diagrams"
      )
      let tree = try XMLTree(try #require(picture, "\(folder.lastPathComponent): run scripts/diagrams"))
      #expect(Set(states(in: tree)) == Set(states(of: workflow)), "\(folder.lastPathComponent): run scripts/diagrams")
    }
  }

  private func block(_ name: String, in readme: String) -> String? {
    guard let start = readme.range(of: "<!-- \(name) -->\n"),
      let end = readme.range(of: "<!-- /\(name) -->", range: start.upperBound..<readme.endIndex)
    else { return nil }
    return String(readme[start.upperBound..<end.lowerBound])
  }

  /// Where the layout is Graphviz's, its version matters; the names do not depend on that.
  private func states(in tree: XMLTree) -> [String] {
    tree.elements("g").filter { $0.attributes["class"] == "node" }.compactMap { $0.attributes["id"] }
      .filter { !$0.contains("--") && !$0.hasSuffix(".begin") && !$0.hasSuffix(".beside") }
  }

  private func states(of workflow: Workflow) -> [String] {
    workflow.machines.flatMap { key, machine in machine.states.keys.map { "\(key).\($0)" } }
  }
}
