/// One channel of a connection, whichever session it lives on at the moment: its number stays, its role is set up anew
/// after every loss.
final class Channel {
  let id: UInt16
  let role: any ChannelRole
  /// Why the broker closed it, until it is open again.
  private(set) var failure: AMQPError?
  private var content: IncomingContent?

  init(id: UInt16, role: some ChannelRole) {
    self.id = id
    self.role = role
  }

  func reopened() { failure = nil }

  /// The broker closed the channel: whatever was under way on it has no answer any more.
  func fail(_ error: AMQPError) {
    failure = error
    lose(error)
  }

  /// The connection is gone.
  func connectionLost(_ error: AMQPError) {
    failure = nil
    lose(error)
  }

  private func lose(_ error: AMQPError) {
    content = nil
    role.lost(error)
  }

  func receive(_ method: BrokerMethod) {
    switch method {
    case .return, .deliver: content = IncomingContent(method: method)
    default: role.receive(method)
    }
  }

  func receive(header size: UInt64, _ properties: AMQPProperties) {
    content?.begin(size: size, properties: properties)
    deliverWhenComplete()
  }

  func receive(body: [UInt8]) {
    content?.append(body)
    deliverWhenComplete()
  }

  private func deliverWhenComplete() {
    guard let complete = content, complete.isComplete else { return }
    content = nil
    role.receive(complete)
  }
}
