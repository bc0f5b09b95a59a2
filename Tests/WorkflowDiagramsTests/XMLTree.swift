import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A document as the parser of the system reads it; throws when it is not well-formed.
final class XMLTree: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var parent: String?
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""
  /// For each of the elements what is read after its tag opens and before another does.
  private(set) var texts: [String] = []
  private var open: [String] = []

  init(_ document: String) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func elements(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// Without the spaces, visible or not, and the line breaks of the layout.
  var words: String { text.filter { !$0.isWhitespace && $0 != "\u{2060}" } }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, parent: open.last))
    open.append(name)
    texts.append("")
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
    if !texts.isEmpty { texts[texts.count - 1] += string }
  }
}
