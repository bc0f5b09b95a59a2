extension String {
  /// Whether it holds what can be a burgerservicenummer: nine digits, or eight with a zero left out, that pass the eleven-test (Besluit
  /// burgerservicenummer, article 3: nine times the first digit, eight times the second … two times the eighth, less the ninth, is a multiple
  /// of eleven). Spaces, dots, hyphens and slashes between them make no difference.
  package var holdsCitizenNumber: Bool {
    var digits: [Int] = []
    for scalar in unicodeScalars {
      if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
        digits.append(Int(value))
      } else if !Self.betweenDigits.contains(scalar) {
        if Self.holdsCitizenNumber(digits) { return true }
        digits = []
      }
    }
    return Self.holdsCitizenNumber(digits)
  }

  private static let betweenDigits: Set<Unicode.Scalar> = [
    " ", ".", "-", "/", "\u{a0}", "\u{2010}", "\u{2011}", "\u{2013}",
  ]

  private static func holdsCitizenNumber(_ digits: [Int]) -> Bool {
    guard digits.count != 8 else { return passesElevenTest([0] + digits[...]) }
    return digits.indices.contains { start in
      start + 9 <= digits.count && passesElevenTest(digits[start..<start + 9])
    }
  }

  private static func passesElevenTest(_ digits: ArraySlice<Int>) -> Bool {
    let sum = zip(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]).reduce(0) { $0 + $1.0 * $1.1 }
    return sum % 11 == 0 && digits.contains { $0 != 0 }
  }
}
