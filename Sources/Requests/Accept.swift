/// The media types that a client takes (RFC 9110, 12.5.1). Without the header it takes all.
package struct Accept {
  private let ranges: [(range: String, isWanted: Bool)]

  package init(_ values: [String]) {
    ranges = values.flatMap { $0.split(separator: ",") }.map { part in
      let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      let quality = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      return (words.first ?? "", quality > 0)
    }
  }

  package func takes(_ type: String) -> Bool {
    guard !ranges.isEmpty else { return true }
    let family = type.prefix { $0 != "/" } + "/*"
    // The most specific range that fits decides.
    for range in [type, String(family), "*/*"] {
      if let match = ranges.first(where: { $0.range == range }) { return match.isWanted }
    }
    return false
  }
}
