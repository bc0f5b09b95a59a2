/// Writes which types of events a workflow names itself, as a table for a page of text.
struct EventTableWriter {
  /// More deadlines than this are counted, and not named.
  private static let mostNamed = 3

  private let diagram: WorkflowDiagram

  init(_ diagram: WorkflowDiagram) { self.diagram = diagram }

  func text() -> String {
    guard !diagram.events.isEmpty else { return "Deze werkstroom heeft geen eigen soorten gebeurtenissen.\n" }
    let head = "| soort | naar | bij |\n|---|---|---|\n"
    return head + diagram.events.map { row($0) + "\n" }.joined()
  }

  private func row(_ event: NamedEvent) -> String {
    let recipients = event.recipients.map(Self.cell).joined(separator: ", ")
    let acknowledged = event.asksAcknowledgement ? "; te bevestigen" : ""
    return "| `\(event.type)` | \(recipients)\(acknowledged) | \(occasions(of: event)) |"
  }

  /// Text that ends no cell.
  private static func cell(_ text: String) -> String {
    MermaidText.escapedForMarkdown(text).replacing("|", with: "&#124;")
  }

  private func occasions(of event: NamedEvent) -> String {
    let steps = event.commands.map { "«\(Self.cell($0))»" }
    let ends =
      event.deadlines.count > Self.mostNamed
      ? ["het einde van \(event.deadlines.count) termijnen"]
      : event.deadlines.map { "het einde van de termijn «\(Self.cell($0))»" }
    return (steps + ends).joined(separator: ", ")
  }
}
