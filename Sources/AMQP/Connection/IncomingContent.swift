/// A message that is being received: the method that announced it, then its header, then its body frames.
struct IncomingContent {
  let method: BrokerMethod
  private(set) var properties = AMQPProperties()
  private(set) var body: [UInt8] = []
  private var size: UInt64?

  init(method: BrokerMethod) { self.method = method }

  var isComplete: Bool { size.map { UInt64(body.count) >= $0 } ?? false }

  mutating func begin(size: UInt64, properties: AMQPProperties) {
    self.size = size
    self.properties = properties
  }

  mutating func append(_ fragment: [UInt8]) {
    if body.isEmpty { body = fragment } else { body += fragment }
  }
}
