public import ArgumentParser
import Foundation
public import WorkflowDiagrams
import WorkflowFiles

extension WorkflowCommand {
  struct Diagram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draws a workflow.",
      discussion: """
        mermaid and scxml are of one machine: the root, unless another is named. markdown has all machines in Mermaid, svg has
        them on one sheet. For svg the program dot of Graphviz has to be installed.

        Example: casusregie workflow diagram --format svg --output diagram.svg workflows/pga-radicalisering
        """
    )

    @Option(help: "mermaid, markdown, svg or scxml.") var format: DiagramFormat
    @Option(help: "The key of the only machine to draw.") var machine: String?
    @Option(help: "The file to write; standard output without it.") var output: String?
    @Argument(help: "The folder of the workflow, or its file.") var folder: String

    func run() async throws {
      try await reporting {
        let workflow = try WorkflowFolder.load(folder).workflow
        let picture = try WorkflowDiagram(workflow, machine: machine).drawn(as: format)
        guard let output else { return print(picture, terminator: "") }
        do { try Data(picture.utf8).write(to: URL(fileURLWithPath: output)) } catch {
          throw Failure("\(output) cannot be written: \(error.localizedDescription)")
        }
      }
    }
  }
}

extension DiagramFormat: ExpressibleByArgument {}
