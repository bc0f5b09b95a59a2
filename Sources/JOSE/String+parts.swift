extension String {
  /// What is between the dots of a compact form, without looking at it character by character.
  package var dotted: [Substring] {
    utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
  }
}
