extension NodeReader {
  /// Three numbers, like a release in Semantic Versioning.
  func version() -> String? {
    guard let text = scalar(expecting: "een versie") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy(\.isVersionNumber) else {
      fault("«\(text)» is geen versie. Schrijf drie getallen met punten, bijvoorbeeld 1.0.0.")
      return nil
    }
    return text
  }
}

extension Substring {
  /// Digits only and without leading zeros.
  fileprivate var isVersionNumber: Bool {
    (1...9).contains(utf8.count) && UInt32(self).map { String($0) == self } == true
  }
}
