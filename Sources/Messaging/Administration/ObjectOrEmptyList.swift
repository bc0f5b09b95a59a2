/// An object of the management API's answers. RabbitMQ writes one without members as an empty list: of a channel that has just begun, or is
/// ending, it knows nothing of what is asked (rabbitmq-server issue 2684).
struct ObjectOrEmptyList<Object: Decodable & Sendable>: Decodable, Sendable {
  /// `nil` when nothing is known.
  let object: Object?

  init(from decoder: any Decoder) throws {
    // A list with something in it is read as the object, and so refused.
    if let list = try? decoder.unkeyedContainer(), list.isAtEnd {
      object = nil
    } else {
      object = try Object(from: decoder)
    }
  }
}
