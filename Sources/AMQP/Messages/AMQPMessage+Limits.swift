extension AMQPMessage {
  /// The approximate size of the message on the wire, in bytes; never too small when its properties are texts of usual
  /// length.
  var wireSize: Int { body.count + properties.headers.wireSize + 512 }

  /// Refuses what the protocol cannot carry before anything is sent: half a message would end the connection.
  func validate(frameMax: Int) throws(AMQPError) {
    try Self.check(exchange, "exchange")
    try Self.check(routingKey, "routing key")
    let texts = [
      properties.contentType, properties.contentEncoding, properties.correlationID, properties.replyTo,
      properties.expiration, properties.messageID, properties.type, properties.userID, properties.appID,
    ]
    for text in texts { try Self.check(text ?? "", "property") }
    // All properties share one frame; each text takes at most 256 bytes.
    let room = frameMax - texts.count * 256 - 64
    guard properties.headers.wireSize <= room else { throw AMQPError(.invalid, "the headers exceed \(room) bytes") }
    guard properties.headers.hasValidNames else { throw AMQPError(.invalid, "a header's name exceeds 128 bytes") }
  }

  private static func check(_ text: String, _ what: String) throws(AMQPError) {
    guard text.utf8.count <= 255 else { throw AMQPError(.invalid, "a \(what) exceeds 255 bytes") }
  }
}

extension AMQPTable {
  /// An upper bound of its size on the wire, in bytes.
  var wireSize: Int { reduce(4) { $0 + 1 + $1.key.utf8.count + $1.value.wireSize } }

  var hasValidNames: Bool { allSatisfy { $0.utf8.count <= 128 && $1.hasValidNames } }
}

extension AMQPValue {
  fileprivate var wireSize: Int {
    switch self {
    case .string(let text): 5 + text.utf8.count
    case .bytes(let bytes): 5 + bytes.count
    case .table(let table): 1 + table.wireSize
    case .array(let values): 5 + values.reduce(0) { $0 + $1.wireSize }
    case .int, .bool, .double, .timestamp, .null: 9
    }
  }

  fileprivate var hasValidNames: Bool {
    switch self {
    case .table(let table): table.hasValidNames
    case .array(let values): values.allSatisfy(\.hasValidNames)
    default: true
    }
  }
}
