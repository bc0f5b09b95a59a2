public import Foundation

extension UUID: PostgresValue, PostgresElement {
  public static var postgresType: PostgresType { .uuid }
  public static var postgresArrayType: PostgresType { .uuidArray }

  public func encode(into buffer: inout PostgresBuffer) {
    unsafe withUnsafeBytes(of: uuid) { unsafe buffer.append(contentsOf: $0) }
  }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> UUID? {
    guard type == .uuid, bytes.byteCount == 16 else { return nil }
    return unsafe UUID(uuid: bytes.unsafeLoadUnaligned(as: uuid_t.self))
  }
}
