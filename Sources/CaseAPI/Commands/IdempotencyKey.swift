import HTTPTypes

/// The sender's id for one intention: 1 to 200 visible ASCII characters.
struct IdempotencyKey {
  static let header = "Idempotency-Key"
  static let rule = "Verplicht: 1 tot 200 zichtbare ASCII-tekens, voor elke nieuwe opdracht een andere sleutel."

  let text: String

  init?(_ headers: HTTPFields) {
    guard let name = HTTPField.Name(Self.header) else { return nil }
    let values = headers[values: name]
    guard values.count == 1, (1...200).contains(values[0].utf8.count),
      values[0].utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    text = values[0]
  }
}
