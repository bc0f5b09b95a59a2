/// JSON as text, for `json` and `jsonb` columns. Its text is not checked here: the server refuses what is not JSON.
public struct PostgresJSON: PostgresValue, PostgresElement, Hashable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static var postgresType: PostgresType { .jsonb }
  public static var postgresArrayType: PostgresType { .jsonbArray }

  private static let version: UInt8 = 1

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(Self.version)
    buffer.append(contentsOf: text.utf8)
  }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> PostgresJSON? {
    switch type {
    case .json:
      return String.text(bytes).map(PostgresJSON.init)
    case .jsonb:
      guard bytes.integer(as: UInt8.self) == version else { return nil }
      return String.text(bytes.extracting(droppingFirst: 1)).map(PostgresJSON.init)
    default:
      return nil
    }
  }
}
