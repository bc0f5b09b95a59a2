/// Puts drawings on one sheet: the first at the left, the others beside it in columns that are no higher than the highest.
struct SVGSheet {
  private struct Placed {
    var drawing: SVGDrawing
    var x = 0.0
    var y = 0.0
  }

  private let title: String
  private let placed: [Placed]

  init(title: String, drawings: [SVGDrawing]) {
    self.title = title
    placed = Self.place(drawings)
  }

  func text() -> String {
    let width = number(placed.map { $0.x + $0.drawing.width }.max() ?? 0)
    let height = number(placed.map { $0.y + $0.drawing.height }.max() ?? 0)
    let head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" \
      width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)">
      <title>\(XMLText.escaped(title))</title>
      <rect width="100%" height="100%" fill="white"/>

      """
    return head + placed.map(element).joined() + "</svg>\n"
  }

  private func element(_ placed: Placed) -> String {
    "<g transform=\"translate(\(number(placed.x)) \(number(placed.y)))\">\(placed.drawing.content)</g>\n"
  }

  private func number(_ value: Double) -> String { "\(Int(value))" }

  private static func place(_ drawings: [SVGDrawing]) -> [Placed] {
    guard let first = drawings.first else { return [] }
    let limit = drawings.map(\.height).max() ?? 0
    var placed = [Placed(drawing: first)]
    var (left, width, y) = (first.width, 0.0, 0.0)
    for drawing in drawings.dropFirst() {
      if y > 0, y + drawing.height > limit { (left, width, y) = (left + width, 0, 0) }
      placed.append(Placed(drawing: drawing, x: left, y: y))
      width = max(width, drawing.width)
      y += drawing.height
    }
    return placed
  }
}
