extension CommandDefinition {
  /// In bytes.
  private static let longestLevel = 200

  /// Whether a text can be a level, or what a provider calls one: clients are told it in a list that spaces divide, between quotation
  /// marks (RFC 9470, 3; RFC 6750, 3).
  public static func isLevel(_ text: String) -> Bool {
    (1...longestLevel).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  /// Whether one of these levels is enough.
  func accepts(_ levels: Set<String>) -> Bool { authentication.isEmpty || !levels.isDisjoint(with: authentication) }
}
