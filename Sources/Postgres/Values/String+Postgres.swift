extension String: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .text }
  public static var postgresArrayType: PostgresType { .textArray }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(contentsOf: utf8) }

  /// Reads every type whose binary form is its text, among them enums, and `jsonb`.
  public static func decode(_ bytes: RawSpan, type: PostgresType) -> String? {
    switch type {
    case .text, .varchar, .bpchar, .name, .unknown, .json: text(bytes)
    case .jsonb: PostgresJSON.decode(bytes, type: type)?.text
    case _ where type.rawValue >= PostgresType.firstUserDefined: text(bytes)
    default: nil
    }
  }

  /// The connection's encoding is UTF-8, which the server guarantees; only a user-defined binary type could break it.
  static func text(_ bytes: RawSpan) -> String? {
    unsafe bytes.withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) }
  }
}
