public import CaseCore
import OrderedCollections

/// A workflow as a picture: what a state machine says, for those who read no workflow files.
///
/// What there is to draw is gathered once, in words (``MachineDrawing``); each format only puts those words on paper. So what
/// one format shows, the others show too, and the same workflow always gives the same bytes.
public struct WorkflowDiagram: Sendable {
  let title: String
  /// The key of the workflow: names the document in formats that have a place for a name.
  let key: String
  let version: String
  let abbreviations: [RoleNames.Abbreviation]
  /// The root first; never empty.
  let machines: [MachineDrawing]
  /// Of the whole workflow.
  let events: [NamedEvent]

  /// - Parameter machine: the key of the only machine to draw; all of them without it.
  public init(_ workflow: Workflow, machine: String? = nil) throws(DiagramError) {
    let keys = [workflow.root] + workflow.machines.keys.filter { $0 != workflow.root }
    if let machine, !keys.contains(machine) { throw .unknownMachine(machine, known: keys) }
    let names = RoleNames(workflow.roles)
    title = workflow.label.onOneLine
    key = workflow.key
    version = workflow.version.onOneLine
    abbreviations = names.abbreviations
    events = NamedEventReader.events(of: workflow)
    machines = keys.filter { machine == nil || $0 == machine }.compactMap { key in
      workflow.machines[key].map { DrawingReader(workflow, machine: $0, key: key, roles: names).drawing() }
    }
  }

  /// The picture as text; the same every time. Only ``DiagramFormat/svg`` runs a program, and only it can throw.
  /// - Parameter folders: where the program `dot` is looked for; in those of `PATH`, when not given.
  public func drawn(as format: DiagramFormat, folders: [String]? = nil) throws(DiagramError) -> String {
    switch format {
    case .mermaid: return MermaidWriter(self, machines[0]).text()
    case .markdown: return MarkdownWriter(self).text()
    case .scxml: return SCXMLWriter(self, machines[0]).text()
    case .events: return EventTableWriter(self).text()
    case .svg:
      let graphviz = try Graphviz(folders: folders)
      var drawings: [SVGDrawing] = []
      for graph in machines.map({ DotWriter(self, $0) }).flatMap({ [$0.text(), $0.textBeside()] }).compactMap(\.self) {
        drawings.append(SVGDrawing(try graphviz.draw(graph)))
      }
      return SVGSheet(title: title, drawings: drawings).text()
    }
  }

  /// The phases of the root machine, or of the one asked for, on one picture 850 pixels wide, as SVG; the same every time.
  public func overview() -> String { OverviewWriter(self, machines[0]).text() }
}
