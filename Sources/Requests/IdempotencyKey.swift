/// The sender's id for one intention: 1 to 200 visible ASCII characters.
package struct IdempotencyKey {
  package static let header = "Idempotency-Key"
  package static let rule = "Verplicht: 1 tot 200 zichtbare ASCII-tekens, voor elke nieuwe opdracht een andere sleutel."
  package static let optionalRule =
    "Moet een sleutel van 1 tot 200 zichtbare ASCII-tekens zijn, voor elk nieuw verzoek een andere."

  package let text: String

  /// - Parameter values: of the header, of which there must be one.
  package init?(_ values: [String]) {
    guard values.count == 1, (1...200).contains(values[0].utf8.count),
      values[0].utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    text = values[0]
  }
}
