extension String {
  /// The name of a deadline of a case, or of one of its children: `interventie-1/evaluatie`.
  var isDeadlineName: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count <= 2 && parts.allSatisfy(\.isKebabCase)
  }

  /// Lower case letters, digits and single hyphens, beginning with a letter.
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
