internal import CRabbitMQ

/// Memory for the C structures of one request: everything it returns stays valid until ``reset()``, and nothing is freed
/// individually. It is librabbitmq's own pool.
@safe final class Arena {
  private let pool: UnsafeMutablePointer<amqp_pool_t>

  init() {
    unsafe pool = .allocate(capacity: 1)
    unsafe pool.initialize(to: amqp_pool_t())
    unsafe init_amqp_pool(pool, 16_384)
  }

  deinit {
    unsafe empty_amqp_pool(pool)
    unsafe pool.deallocate()
  }

  func reset() { unsafe recycle_amqp_pool(pool) }

  func bytes(_ text: String) -> amqp_bytes_t {
    var text = text
    return text.withUTF8 { utf8 in unsafe bytes(UnsafeRawBufferPointer(utf8)) }
  }

  func bytes(_ text: String?) -> amqp_bytes_t { unsafe text.map { unsafe bytes($0) } ?? amqp_bytes_t() }

  func bytes(_ bytes: [UInt8]) -> amqp_bytes_t {
    unsafe bytes.withUnsafeBytes { raw in unsafe self.bytes(raw) }
  }

  private func bytes(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
    guard let start = source.baseAddress, unsafe !source.isEmpty else { return unsafe amqp_bytes_t() }
    let copy = unsafe allocate(UInt8.self, count: source.count)
    unsafe UnsafeMutableRawPointer(copy).copyMemory(from: start, byteCount: source.count)
    return unsafe amqp_bytes_t(len: source.count, bytes: copy)
  }

  func table(_ table: AMQPTable) -> amqp_table_t {
    guard !table.isEmpty else { return unsafe amqp_table_t() }
    let entries = unsafe allocate(amqp_table_entry_t.self, count: table.count)
    for (index, (name, value)) in table.enumerated() {
      unsafe entries[index] = amqp_table_entry_t(key: bytes(name), value: field(value))
    }
    return unsafe amqp_table_t(num_entries: Int32(table.count), entries: entries)
  }

  private func array(_ values: [AMQPValue]) -> amqp_array_t {
    guard !values.isEmpty else { return unsafe amqp_array_t() }
    let entries = unsafe allocate(amqp_field_value_t.self, count: values.count)
    for (index, value) in values.enumerated() { unsafe entries[index] = field(value) }
    return unsafe amqp_array_t(num_entries: Int32(values.count), entries: entries)
  }

  private func field(_ value: AMQPValue) -> amqp_field_value_t {
    var field = unsafe amqp_field_value_t()
    unsafe field.kind = value.kind
    switch value {
    case .string(let text): unsafe field.value.bytes = bytes(text)
    case .int(let number): unsafe field.value.i64 = number
    case .bool(let flag): unsafe field.value.boolean = flag ? 1 : 0
    case .double(let number): unsafe field.value.f64 = number
    case .bytes(let content): unsafe field.value.bytes = bytes(content)
    case .timestamp(let seconds): unsafe field.value.u64 = seconds
    case .array(let values): unsafe field.value.array = array(values)
    case .table(let nested): unsafe field.value.table = table(nested)
    case .null: break
    }
    return unsafe field
  }

  private func allocate<T>(_ type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
    guard let memory = unsafe amqp_pool_alloc(pool, MemoryLayout<T>.stride * count) else {
      preconditionFailure("out of memory")
    }
    return unsafe memory.bindMemory(to: type, capacity: count)
  }
}

extension AMQPValue {
  fileprivate var kind: UInt8 {
    let kind =
      switch self {
      case .string: AMQP_FIELD_KIND_UTF8
      case .int: AMQP_FIELD_KIND_I64
      case .bool: AMQP_FIELD_KIND_BOOLEAN
      case .double: AMQP_FIELD_KIND_F64
      case .bytes: AMQP_FIELD_KIND_BYTES
      case .timestamp: AMQP_FIELD_KIND_TIMESTAMP
      case .array: AMQP_FIELD_KIND_ARRAY
      case .table: AMQP_FIELD_KIND_TABLE
      case .null: AMQP_FIELD_KIND_VOID
      }
    return UInt8(kind.rawValue)
  }
}
