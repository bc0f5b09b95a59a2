/// One line that says what the looks mean.
enum OverviewLegend {
  private static let letters = OverviewLabel.letters

  static func text(y: Double) -> String {
    let boxes = [(Palette.review, "2.6", "hier besluiten mensen"), (Palette.final, "1.2", "einde")]
    var x = OverviewLayout.margin + 4
    var text = ""
    for (fill, border, words) in boxes {
      text +=
        #"<rect x="\#(x.short)" y="\#((y - 11).short)" width="22" height="14" rx="3" fill="\#(fill)" "#
        + #"stroke="\#(Palette.line)" stroke-width="\#(border)"/>"#
      text += write(words, &x, y)
    }
    for (stroke, words) in [
      (OverviewStroke.main, "de gewone weg"), (.side, "ook mogelijk"), (.timed, "als een termijn verstrijkt"),
    ] {
      text += stroke.path([.init(x: x - 4, y: y - 4), .init(x: x + 24, y: y - 4)])
      text += write(words, &x, y)
    }
    return #"<g id="legend">\#(text)</g>"#
  }

  private static func write(_ words: String, _ x: inout Double, _ y: Double) -> String {
    let room = letters.widest(words)
    defer { x += 30 + letters.width(words) * 1.1 + 22 }
    return letters.element(words, x: x + 30, y: y, room: room, color: Palette.text)
  }
}
