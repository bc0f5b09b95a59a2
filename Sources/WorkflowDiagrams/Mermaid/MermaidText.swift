/// Text as Mermaid takes it anywhere: every sign that means something in its grammar goes as an entity, which Mermaid sets
/// aside before it parses.
enum MermaidText {
  private static let meaningful = Set("#:;\"<>&%{}[]`\\*_~$".unicodeScalars)

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if meaningful.contains(scalar) { escaped += "#\(scalar.value);" } else { escaped.unicodeScalars.append(scalar) }
    }
    // A row of hyphens draws a line or an arrow.
    return escaped.replacing("--", with: "#45;#45;")
  }

  /// As text in the page around it, where entities are those of HTML.
  static func escapedForMarkdown(_ text: String) -> String {
    text.unicodeScalars.map { meaningful.contains($0) ? "&#\($0.value);" : "\($0)" }.joined()
  }

  /// Words with which a line of a state diagram can begin.
  private static let reserved: Set<String> = [
    "state", "note", "class", "classdef", "style", "scale", "click", "direction", "default", "end", "hide", "root",
  ]

  static func identifier(_ key: String) -> String {
    let name = key.replacing("-", with: "_")
    return reserved.contains(name) ? "\(name)_" : name
  }
}
