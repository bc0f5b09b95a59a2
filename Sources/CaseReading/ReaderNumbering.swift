/// Gives the entries that are for a reader their numbers, and puts them into the order of these; see ``CaseCore/ReaderRevision``.
///
/// ```
///  entry of the journal    1   2   3   4   5           5 opened 2 and 4, and left room for them
///  told to the reader as   1   -   2   -   1001
///  number                  1   3   2   4   1001
/// ```
/// What was there before the reader could read it comes after what the reader had read by then. So whoever reads on from the last number
/// that it has misses nothing, and no two entries have one number.
struct ReaderNumbering<Element> {
  typealias Numbered = (number: Int64, element: Element)

  /// How far numbers go on when a step opens what was there before; see ``CaseCore/ReaderRevision``.
  private static var room: Int64 { 1_000 }

  private var last: Int64 = 0
  /// In the order of their numbers.
  private(set) var numbered: [Numbered] = []
  /// Those that the reader was not told of, in the order of the journal, each with the last number before it: that is the one that it has
  /// while no step left room for it, as when the directory takes a role away for a while.
  private(set) var waiting: [Numbered] = []

  /// - Parameter told: the number by which the reader was told of it, which is not smaller than those before; `nil` when it was not.
  mutating func add(_ element: Element, told: Int64?) {
    guard let told else { return waiting.append((max(last, 1), element)) }
    // A step that is hidden from the reader can be the one that left room: it shows by the next one.
    if (told - 1) / Self.room > last / Self.room { place(before: told) }
    last = max(last, told)
    numbered.append((last, element))
  }

  /// Another that the reader was told of, and of which nobody can read as what: damage.
  mutating func add(unreadable element: Element) { add(element, told: last + 1) }

  private mutating func place(before told: Int64) {
    for (index, one) in waiting.enumerated() { numbered.append((min(last + Int64(index) + 1, told - 1), one.element)) }
    waiting = []
  }

  /// All of them have been added.
  /// - Parameter revision: that of the case for the reader. The step that left room can be one that is hidden from it, and the last.
  mutating func end(at revision: Int64) {
    if (revision - 1) / Self.room > last / Self.room { place(before: revision) }
  }

  /// All of them. A number that one was told of comes before another of the same that it was not told of.
  var all: [Numbered] {
    guard !waiting.isEmpty else { return numbered }
    return (numbered + waiting).enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
      .map(\.element)
  }
}
