/// How wide text is. Every renderer has letters of its own: lines are broken for the widest that are usual, and say how wide they
/// are in Helvetica, so that a renderer that has others sets them as wide.
struct FontMetrics {
  let size: Double
  var isBold = false

  /// In Helvetica, in pixels; near enough to set text to, for its letters keep their form.
  func width(_ text: String) -> Double { text.reduce(0) { $0 + width($1) } * size }

  /// At most, in the letters that are usual: those of Verdana are a quarter wider, and of a typewriter all are as wide.
  func widest(_ text: String) -> Double { text.reduce(0) { $0 + max(0.62, width($1) * 1.28) } * size }

  /// Broken between words; a word that is wider stands alone.
  func lines(_ text: String, within room: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, widest("\(last) \(word)") <= room {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// A line as an element of SVG that begins at `x` and stays within `room`, with smaller letters when it has to.
  func element(_ line: String, x: Double, y: Double, room: Double, color: String) -> String {
    let shrunk = min(1, room / max(1, widest(line)))
    let weight = isBold ? #" font-weight="bold""# : ""
    return #"<text x="\#(x.short)" y="\#(y.short)" font-size="\#((size * shrunk).short)"\#(weight) fill="\#(color)" "#
      + #"textLength="\#((width(line) * shrunk).short)" lengthAdjust="spacingAndGlyphs">\#(XMLText.escaped(line))</text>"#
  }

  /// In parts of the size. What the table does not know counts as a full one.
  private func width(_ letter: Character) -> Double {
    let found = Self.widths.first { $0.letters.contains(letter) }
    return found.map { isBold ? $0.bold : $0.plain } ?? 1
  }

  private static let widths: [(letters: Set<Character>, plain: Double, bold: Double)] = [
    (Set("abdeghnopquäöüéèëç0123456789_«»$#?–"), 0.556, 0.6), (Set("il'|ïí"), 0.222, 0.28),
    (Set(" \u{A0}tf.,:;/!I[]\\"), 0.278, 0.31), (Set("r-()\"*"), 0.333, 0.39), (Set("cksvxyzJ"), 0.5, 0.556),
    (Set("ABEKPSVXY&"), 0.667, 0.69), (Set("CDHNRUw"), 0.722, 0.75), (Set("FLTZ+=<>~"), 0.6, 0.611),
    (Set("GOQ"), 0.778, 0.778), (Set("mM%"), 0.85, 0.889), (Set("W"), 0.944, 0.944), (Set("…@"), 1, 1),
    (Set("→·{}"), 0.9, 0.9), (Set("j"), 0.222, 0.28),
  ]
}

extension Double {
  /// With at most one decimal.
  var short: String {
    let tenths = Int((self * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
