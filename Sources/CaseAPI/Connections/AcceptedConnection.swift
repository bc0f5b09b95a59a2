import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// A connection that was accepted, until the server comes for it.
///
/// A server that ends no longer takes what was accepted a moment before. Nobody then finishes the writer of that connection, and SwiftNIO ends the
/// whole program for it (swift-nio issue 2637). So whoever was not come for is closed, and handled as a connection that is over.
final class AcceptedConnection<Base: ServerChildChannel>: ServerChildChannelValue {
  private let base: Base
  private let value: Base.Value
  private let logger: Logger
  private let isHandled = Atomic(false)

  init(_ base: Base, _ value: Base.Value, logger: Logger) {
    self.base = base
    self.value = value
    self.logger = logger
  }

  var channel: any Channel { value.channel }

  func handle(logger: Logger) async {
    isHandled.store(true, ordering: .relaxed)
    await base.handle(value: value, logger: logger)
  }

  deinit {
    guard !isHandled.load(ordering: .relaxed) else { return }
    value.channel.close(promise: nil)
    Task { [base, value, logger] in await base.handle(value: value, logger: logger) }
  }
}
