/// The parameters of one statement, consecutively in the form in which they are sent.
public struct Binds: Sendable {
  struct Parameter {
    let type: PostgresType
    let offset: Int32
    /// In bytes; -1 for NULL.
    let length: Int32
  }

  /// The protocol counts them in 16 bits.
  static let limit = 65_535

  private(set) var parameters: [Parameter] = []
  private var buffer = PostgresBuffer()

  var bytes: [UInt8] { buffer.bytes }
  var count: Int { parameters.count }

  init() {}

  init(capacity: Int) {
    parameters.reserveCapacity(capacity)
    buffer.bytes.reserveCapacity(capacity * 16)
  }

  public mutating func append<Value: PostgresValue>(_ value: Value) {
    let start = buffer.bytes.count
    value.encode(into: &buffer)
    append(Value.postgresType, offset: start, length: buffer.bytes.count - start)
  }

  public mutating func appendNull(_ type: PostgresType) {
    append(type, offset: 0, length: -1)
  }

  /// A length that does not fit in 32 bits cannot be sent in any case: the server accepts at most 1 GB, and refuses it by
  /// its length.
  private mutating func append(_ type: PostgresType, offset: Int, length: Int) {
    parameters.append(Parameter(type: type, offset: Int32(clamping: offset), length: Int32(clamping: length)))
  }
}
