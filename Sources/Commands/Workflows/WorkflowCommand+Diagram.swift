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
        them on one sheet. For svg the program dot of Graphviz has to be installed. events is no picture but a table, in Markdown: which types
        of events the workflow names itself, to whom they go and when.

        --overview is the short version, in svg and without Graphviz: only the phases of the root machine, or of the one named, with
        the usual way in one line and what leads aside beside it.

        Example: casusregie workflow diagram --format svg --output diagram.svg workflows/aanvraag-omgevingsvergunning
        """
    )

    @Option(help: "mermaid, markdown, svg, scxml or events. Not needed with --overview, which is always svg.")
    var format: DiagramFormat?
    @Flag(help: "Only the phases of one machine, at the width of a page.") var overview = false
    @Option(help: "The key of the only machine to draw.") var machine: String?
    @Option(help: "The file to write; standard output without it.") var output: String?
    @Argument(help: "The folder of the workflow, or its file.") var folder: String

    func validate() throws {
      guard overview || format != nil else { throw ValidationError("Give --format, or --overview.") }
      guard !overview || format == nil || format == .svg else {
        throw ValidationError("--overview is drawn in svg only.")
      }
    }

    func run() async throws {
      try await reporting {
        let workflow = try WorkflowFolder.load(folder).workflow
        let diagram = try WorkflowDiagram(workflow, machine: machine)
        // Without a format it is the overview: `validate` has seen to that.
        let picture = try overview ? diagram.overview() : diagram.drawn(as: format ?? .svg)
        guard let output else { return print(picture, terminator: "") }
        do { try Data(picture.utf8).write(to: URL(fileURLWithPath: output)) } catch {
          throw Failure("\(output) cannot be written: \(error.localizedDescription)")
        }
      }
    }
  }
}

extension DiagramFormat: ExpressibleByArgument {}
