internal import CRabbitMQ

extension String {
  /// Copies the library's memory; bytes that are not UTF-8 become U+FFFD.
  init(_ bytes: amqp_bytes_t) {
    self = unsafe String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
  }
}

extension [UInt8] {
  init(_ bytes: amqp_bytes_t) { self = unsafe Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len)) }
}

extension AMQPTable {
  init(_ table: amqp_table_t) {
    self.init(minimumCapacity: Int(unsafe table.num_entries))
    for index in 0..<Int(unsafe table.num_entries) {
      let entry = unsafe table.entries[index]
      self[unsafe String(entry.key)] = unsafe AMQPValue(entry.value)
    }
  }
}

extension AMQPValue {
  init(_ field: amqp_field_value_t) {
    let value = unsafe field.value
    switch unsafe amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
    case AMQP_FIELD_KIND_UTF8: self = unsafe .string(String(value.bytes))
    case AMQP_FIELD_KIND_BYTES: self = unsafe .bytes([UInt8](value.bytes))
    case AMQP_FIELD_KIND_BOOLEAN: self = unsafe .bool(value.boolean != 0)
    case AMQP_FIELD_KIND_F32: self = unsafe .double(Double(value.f32))
    case AMQP_FIELD_KIND_F64: self = unsafe .double(value.f64)
    case AMQP_FIELD_KIND_TIMESTAMP: self = unsafe .timestamp(value.u64)
    case AMQP_FIELD_KIND_TABLE: self = unsafe .table(AMQPTable(value.table))
    case AMQP_FIELD_KIND_ARRAY:
      let array = unsafe value.array
      self = unsafe .array((0..<Int(array.num_entries)).map { unsafe AMQPValue(array.entries[$0]) })
    case AMQP_FIELD_KIND_DECIMAL:
      let decimal = unsafe value.decimal
      self = .double(Double(decimal.value) / Self.powerOfTen(decimal.decimals))
    default: self = unsafe Self.integer(field).map { .int($0) } ?? .null
    }
  }

  /// Every width of integer; one beyond `Int64` becomes its largest value.
  private static func integer(_ field: amqp_field_value_t) -> Int64? {
    let value = unsafe field.value
    return switch unsafe amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
    case AMQP_FIELD_KIND_I8: unsafe Int64(value.i8)
    case AMQP_FIELD_KIND_U8: unsafe Int64(value.u8)
    case AMQP_FIELD_KIND_I16: unsafe Int64(value.i16)
    case AMQP_FIELD_KIND_U16: unsafe Int64(value.u16)
    case AMQP_FIELD_KIND_I32: unsafe Int64(value.i32)
    case AMQP_FIELD_KIND_U32: unsafe Int64(value.u32)
    case AMQP_FIELD_KIND_I64: unsafe value.i64
    case AMQP_FIELD_KIND_U64: unsafe Int64(clamping: value.u64)
    default: nil
    }
  }

  private static func powerOfTen(_ exponent: UInt8) -> Double { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
