/// Pieces of a label in the HTML-like language of Graphviz. It knows no wrapping: lines are broken here.
enum DotLabel {
  enum Style {
    case title, legend, heading, strong, plain, small, condition

    var size: String {
      switch self {
      case .title: "30"
      case .legend: "14"
      case .heading: "16"
      case .strong, .plain: "11"
      case .small, .condition: "10"
      }
    }

    var isBold: Bool {
      switch self {
      case .title, .heading, .strong: true
      case .legend, .plain, .small, .condition: false
      }
    }

    /// All of them at least 7 to 1 on white.
    var color: String {
      switch self {
      case .title, .legend, .heading, .strong, .plain: Palette.text
      case .small, .condition: Palette.quiet
      }
    }
  }

  /// Text, broken into lines that are aligned left.
  static func text(_ text: String, _ style: Style, width: Int, color: String? = nil) -> String {
    let lines = text.lines(of: width).map { escaped($0) + slack(for: $0) }.joined(separator: #"<BR ALIGN="LEFT"/>"#)
    let content = style.isBold ? "<B>\(lines)</B>" : style == .condition ? "<I>\(lines)</I>" : lines
    let font = #"<FONT POINT-SIZE="\#(style.size)" COLOR="\#(color ?? style.color)">"#
    return "\(font)\(content)</FONT>" + #"<BR ALIGN="LEFT"/>"#
  }

  /// The rows of a part of a box, under its heading.
  static func section(_ heading: String, _ parts: [String]) -> String {
    let heading = text(heading.uppercased(), .small, width: DotBox.width)
    return ([heading + (parts.first ?? "")] + parts.dropFirst()).map { row($0, padding: 3) }.joined()
  }

  /// Parts one below the other, with a line between them.
  static func box(_ sections: [String], border: Int, fill: String = "white") -> String {
    table(sections.joined(separator: "<HR/>"), border: border, fill: fill)
  }

  static func row(_ content: String, fill: String? = nil, padding: Int = 4) -> String {
    let background = fill.map { #" BGCOLOR="\#($0)""# } ?? ""
    return #"<TR><TD ALIGN="LEFT" BALIGN="LEFT" CELLPADDING="\#(padding)"\#(background)>\#(content)</TD></TR>"#
  }

  static func table(_ rows: String, border: Int, color: String = Palette.line, fill: String = "white") -> String {
    #"<TABLE BORDER="\#(border)" CELLBORDER="0" CELLSPACING="0" COLOR="\#(color)" BGCOLOR="\#(fill)">\#(rows)</TABLE>"#
  }

  /// Graphviz takes a line for a few percent shorter than browsers set it.
  private static func slack(for line: String) -> String { String(repeating: "&#160;", count: line.count / 14) }

  /// Graphviz puts the node's name in the place of `\N`, even in HTML and even from an entity: a sign without width keeps a
  /// backslash apart from what follows.
  private static func escaped(_ text: String) -> String {
    XMLText.escaped(text).replacing("\\", with: "\\\u{2060}")
  }
}
