import Foundation

/// What Graphviz drew, made fit to keep: without its version, so that a new one changes no more than it draws differently,
/// and without the address of a document type that nobody has to fetch.
struct SVGPage {
  let text: String

  init(drawnByGraphviz svg: String) {
    let drawing = svg.range(of: "<svg ").map { String(svg[$0.lowerBound...]) } ?? svg
    text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + drawing.replacing("<svg ", with: "<svg role=\"img\" ", maxReplacements: 1)
  }
}
