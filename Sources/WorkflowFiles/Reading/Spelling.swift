/// Finds what a misspelt word may have been.
enum Spelling {
  /// The word that takes the fewest edits, when those are few for its length.
  static func nearest(to word: String, in words: [String]) -> String? {
    let measured = words.map { (word: $0, edits: edits(from: Array(word.lowercased()), to: Array($0.lowercased()))) }
    return measured.filter { $0.edits <= ($0.word.count + 2) / 3 }.min { $0.edits < $1.edits }?.word
  }

  /// Letters put in, left out or changed (Levenshtein).
  private static func edits(from left: [Character], to right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var next = [index + 1]
      for (column, other) in right.enumerated() {
        next.append(min(row[column] + (letter == other ? 0 : 1), row[column + 1] + 1, next[column] + 1))
      }
      row = next
    }
    return row[right.count]
  }
}

extension String {
  /// Lower case letters, digits and single hyphens, beginning with a letter.
  /// The name of a deadline of a case, or of one of its children: `interventie-1/evaluatie`.
  var isDeadlineName: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count <= 2 && parts.allSatisfy(\.isKebabCase)
  }

  var isKebabCase: Bool {
    let parts = utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return utf8.first.map(\.isLowerCaseLetter) == true
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowerCaseLetter || $0.isDigit } }
  }
}

extension UInt8 {
  fileprivate var isLowerCaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
