import Foundation

/// What Graphviz drew, as a piece of a sheet: without its version, so that a new one changes no more than it draws differently,
/// and without the address of a document type that nobody has to fetch.
struct SVGDrawing {
  let width: Double
  let height: Double
  /// The content, between the tags of the outermost element.
  let content: String

  init(_ svg: String) {
    let box = Self.between("viewBox=\"", "\"", in: svg)?.split(separator: " ").compactMap { Double($0) } ?? []
    width = box.count == 4 ? box[2].rounded(.up) : 0
    height = box.count == 4 ? box[3].rounded(.up) : 0
    let root = svg.range(of: "<svg ").map { svg[$0.upperBound...] } ?? ""
    let inner = root.firstIndex(of: ">").map { root[root.index(after: $0)...] } ?? ""
    let drawn = inner.range(of: "</svg>", options: .backwards).map { String(inner[..<$0.lowerBound]) } ?? ""
    content = Self.measured(drawn)
  }

  /// Each text says how wide it is, so that it stays in its box where another font is drawn than Graphviz measured.
  private static func measured(_ drawn: String) -> String {
    drawn.replacing(#/<text ([^>]*)>([^<]*)</text>/#) { text in
      let (attributes, words) = (text.output.1, XMLText.plain(String(text.output.2)))
      let size = between("font-size=\"", "\"", in: String(attributes)).flatMap { Double($0) } ?? 0
      let letters = FontMetrics(size: size, isBold: attributes.contains("font-weight=\"bold\""))
      let width = letters.width(words.trimmingCharacters(in: CharacterSet(charactersIn: " "))).short
      return "<text \(attributes) textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\">\(text.output.2)</text>"
    }
  }

  private static func between(_ start: String, _ end: String, in text: String) -> Substring? {
    guard let begin = text.range(of: start)?.upperBound else { return nil }
    return text[begin...].range(of: end).map { text[begin..<$0.lowerBound] }
  }
}
