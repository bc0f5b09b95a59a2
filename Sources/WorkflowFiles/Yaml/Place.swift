/// A place in a file; line and column count from 1.
struct Place: Hashable {
  var line: Int
  var column: Int

  static let start = Place(line: 1, column: 1)
}

extension Place: Comparable {
  static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
}
