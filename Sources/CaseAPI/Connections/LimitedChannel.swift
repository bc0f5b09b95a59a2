import HummingbirdCore
import Logging
import NIOCore

/// Lets a connection in when there is a place for it, before anything is read of it; else it is closed without an answer.
struct LimitedChannel<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base
  let counter: ConnectionCounter

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection<Base>> {
    guard let origin = counter.admit(channel.remoteAddress) else {
      return channel.close().flatMapThrowing { throw NoPlace() }
    }
    channel.closeFuture.whenComplete { [counter] _ in counter.leave(origin) }
    let ready = base.setup(channel: channel, logger: logger)
    // Nobody else closes what could not be set up.
    ready.whenFailure { _ in channel.close(promise: nil) }
    return ready.map { [base] in AcceptedConnection(base, $0, logger: logger) }
  }

  func handle(value: AcceptedConnection<Base>, logger: Logger) async { await value.handle(logger: logger) }

  private struct NoPlace: Error {}
}
