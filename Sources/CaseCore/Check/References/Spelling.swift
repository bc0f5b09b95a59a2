/// Suggests what a misspelt word may have been.
package enum Spelling {
  /// The word that takes the fewest edits, when those are few for its length.
  package static func nearest(to word: String, in words: [String]) -> String? {
    let measured = words.map { (word: $0, edits: edits(from: Array(word.lowercased()), to: Array($0.lowercased()))) }
    return measured.filter { $0.edits <= ($0.word.count + 2) / 3 }.min { $0.edits < $1.edits }?.word
  }

  /// Letters inserted, left out or changed (Levenshtein distance).
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
