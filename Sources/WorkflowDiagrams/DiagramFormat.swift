public enum DiagramFormat: String, Sendable, CaseIterable {
  /// Text that code forges and wikis show as a picture. A text is one machine: the root, unless another was asked for.
  case mermaid
  /// Every machine in Mermaid under a heading of its own, for a page of text.
  case markdown
  /// A picture to read and to print, with every machine on one sheet; Graphviz lays it out.
  case svg
  /// W3C State Chart XML 1.0, for tools that simulate or check state machines. A document is one machine, as with Mermaid.
  case scxml
  /// No picture: which types of events the workflow names itself, to whom they go and when, as a table for a page of text.
  case events
}
