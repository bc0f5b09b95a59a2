/// Writes the machines one below the other, each as a fenced block that renders as a picture.
struct MarkdownWriter {
  private let diagram: WorkflowDiagram

  init(_ diagram: WorkflowDiagram) { self.diagram = diagram }

  func text() -> String {
    let blocks = diagram.machines.map { machine in
      "### \(MermaidText.escapedForMarkdown(machine.label))\n\n```mermaid\n\(MermaidWriter(diagram, machine).text())```\n"
    }
    return blocks.joined(separator: "\n")
  }
}
