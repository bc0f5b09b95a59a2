public enum DiagramFormat: String, Sendable, CaseIterable {
  /// Text that code forges and wikis show as a picture.
  case mermaid
  /// A picture to read and to print, laid out by Graphviz.
  case svg
  /// W3C State Chart XML 1.0, for tools that simulate or check state machines. A document is one machine: the root, unless
  /// another was asked for.
  case scxml
}
