import Foundation

/// The rules by which two spellings of a name are one. Each has a number; the decision that gives them, and the table of examples that is
/// their test, name them so. A mark says by which version of the rules it was made: a change of a rule is a new version.
///
/// | rule | says |
/// |---|---|
/// | N1 | letters lose their marks: Çelik is Celik, Sørensen is Sorensen |
/// | N2 | capitals make no difference |
/// | N3 | hyphens, apostrophes, dots and spaces part words |
/// | N4 | prefixes do not count, unless nothing else is there; `el` and `al` that are glued to three letters or more are tried without too |
/// | N5 | ij is y |
/// | N6 | the order of the parts of a surname makes no difference |
/// | N7 | of given names and initials the first letter counts |
/// | N8 | the date of birth counts whole: who has none is never matched |
///
/// Doubled letters and transliteration have no rule: whether Jansen is Janssen, people decide.
package enum NameRules {
  package static let version = 1

  /// A part of a surname in each way in which it counts (N4), the usual one first.
  struct Part: Hashable {
    let usual: String
    let unglued: String?
  }

  /// N1, N2, N3, N5: what is left of a text, word by word.
  static func words(of text: String) -> [String] {
    let plain = text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars.flatMap {
      scalar -> [Character] in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark, .format: []
      case _ where scalar.properties.isAlphabetic: Array(unmarked[scalar] ?? String(scalar))
      default: [" "]
      }
    }
    return String(plain).split(separator: " ").map { String($0).replacing("ij", with: "y") }
  }

  /// N4, N6.
  static func parts(ofSurname surname: String, prefix: String?) -> [Part] {
    let all = words(of: "\(prefix ?? "") \(surname)")
    guard let last = all.last else { return [] }
    var seen: Set<String> = []
    let counted = (all.dropLast().filter { !prefixes.contains($0) } + [last]).filter { seen.insert($0).inserted }
    return counted.prefix(mostParts).map { Part(usual: $0, unglued: unglued($0)) }
  }

  /// N7.
  static func letters(ofGiven given: String?, initials: String?) -> Set<String> {
    Set([given, initials].compactMap { $0.flatMap { words(of: $0).first?.first } }.map(String.init))
  }

  private static func unglued(_ word: String) -> String? {
    guard word.hasPrefix("el") || word.hasPrefix("al"), word.count >= 5 else { return nil }
    return String(word.dropFirst(2))
  }

  /// A surname of more parts is none, and each part costs a hash.
  private static let mostParts = 8

  private static let prefixes: Set<String> = [
    "van", "de", "der", "den", "ten", "ter", "te", "t", "d", "el", "al", "ben", "bin", "bint", "ibn", "von", "zu", "du",
    "da",
    "le", "la",
  ]

  /// Letters that Unicode does not take for another with a mark.
  private static let unmarked: [Unicode.Scalar: String] = [
    "ø": "o", "ß": "ss", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
  ]
}
