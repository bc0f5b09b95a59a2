/// The title of the picture, and what its signs mean.
struct DotLegend {
  private let diagram: WorkflowDiagram

  init(_ diagram: WorkflowDiagram) { self.diagram = diagram }

  var label: String {
    let rows = [DotLabel.row(title), DotLabel.row(signs), abbreviations.map { DotLabel.row($0) }].compactMap(\.self)
    return DotLabel.table(rows.joined(), border: 0)
  }

  private var title: String {
    let machine = diagram.machines.count == 1 ? diagram.machines.first.map { "\($0.label), " } : nil
    return DotLabel.text(diagram.title, .title, width: 80)
      + DotLabel.text("\(machine ?? "")versie \(diagram.version)", .legend, width: 120)
  }

  private var signs: String {
    let boxes = [
      ("Fase", Palette.ordinary, Palette.text, 1), ("Fase waarin mensen besluiten", Palette.review, Palette.text, 3),
      ("Einde", Palette.final, Palette.onFinal, 1),
    ]
    let cells = boxes.map { text, fill, color, border in
      #"<TD BORDER="\#(border)" COLOR="\#(Palette.line)" BGCOLOR="\#(fill)" CELLPADDING="6">"#
        + #"<FONT POINT-SIZE="14" COLOR="\#(color)">\#(text)&#160;&#160;</FONT></TD>"#
    }
    let lines = [
      ("———", Palette.line, "iemand doet iets: wat, en wie het mag"), ("– – –", Palette.timed, "een termijn verloopt"),
    ]
    let words = lines.map { sign, color, text in
      #"<TD><FONT POINT-SIZE="14" COLOR="\#(color)"><B>\#(sign)</B></FONT>"#
        + #"<FONT POINT-SIZE="14" COLOR="\#(Palette.text)">&#160;&#160;&#160;&#160;\#(text)</FONT></TD>"#
    }
    return #"<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="8"><TR>\#((cells + words).joined())</TR></TABLE>"#
  }

  private var abbreviations: String? {
    guard !diagram.abbreviations.isEmpty else { return nil }
    let said = diagram.abbreviations.map { "\($0.short): \($0.label)" }.joined(separator: "; ")
    return DotLabel.text(said, .legend, width: 110)
  }
}
