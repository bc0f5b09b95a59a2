/// A message that is being received: the method that announced it, then its header, then its body frames.
struct IncomingContent {
  let method: BrokerMethod
  private(set) var properties = AMQPProperties()
  /// As much of it as fits the limit.
  private(set) var body: [UInt8] = []
  private let limit: Int
  private var size: UInt64?
  private var received: UInt64 = 0

  /// - Parameter limit: how many bytes of the body are kept: a message may be larger than what there is room for.
  init(method: BrokerMethod, limit: Int) {
    self.method = method
    self.limit = limit
  }

  var isComplete: Bool { size.map { received >= $0 } ?? false }

  var isTruncated: Bool { received > UInt64(body.count) }

  mutating func begin(size: UInt64, properties: AMQPProperties) {
    self.size = size
    self.properties = properties
  }

  mutating func append(_ fragment: [UInt8]) {
    received += UInt64(fragment.count)
    if body.isEmpty, fragment.count <= limit {
      body = fragment
    } else {
      body += fragment.prefix(limit - body.count)
    }
  }
}
