import NIOCore
import NIOHTTPTypes

/// Closes a connection that does not get on: one that is slow to ask, slow to send, does not take its answers, asks for
/// more than it takes, or stays after everything is said.
///
/// | it waits for | until | at most |
/// |---|---|---|
/// | the first request | its last header | `headerTime` |
/// | another request | its last header | `idleTime` |
/// | the body | its last byte | `bodyTime` |
/// | the receiver, to take a part of an answer | it is taken | `answerTime` |
/// | the other end, to close | it is closed | `closeTime` |
///
/// Work on a request has a limit of its own, which answers.
final class ConnectionTimeouts: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ConnectionLimits
  private let report: LimitReport
  private var timers: [ConnectionLimit: Scheduled<Void>] = [:]
  /// Requests whose answers are not complete.
  private var unanswered = 0
  private var untaken = 0
  private var isClosing = false

  init(_ limits: ConnectionLimits, report: LimitReport) {
    self.limits = limits
    self.report = report
  }

  func handlerAdded(context: ChannelHandlerContext) { wait(.header, limits.headerTime, context) }

  func handlerRemoved(context: ChannelHandlerContext) {
    for timer in timers.values { timer.cancel() }
    timers = [:]
  }

  // MARK: - What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    switch unwrapInboundIn(data) {
    case .head:
      stop(.header)
      stop(.idle)
      unanswered += 1
      guard unanswered <= limits.queued else { return reach(.queued, context) }
      wait(.body, limits.bodyTime, context)
    case .body: break
    case .end:
      stop(.body)
      restIfDone(context)
    }
    context.fireChannelRead(data)
  }

  /// Not HTTP any more: an answer says so, and then the other end has to go.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    wait(.close, limits.closeTime, context)
    context.fireErrorCaught(error)
  }

  // MARK: - What goes out

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
    untaken += 1
    if untaken == 1 { wait(.answer, limits.answerTime, context) }
    let taken = promise ?? context.eventLoop.makePromise()
    taken.futureResult.assumeIsolated().whenComplete { _ in self.take(context) }
    context.write(data, promise: taken)
  }

  /// A part of an answer is taken, or never will be.
  private func take(_ context: ChannelHandlerContext) {
    untaken -= 1
    stop(.answer)
    guard context.channel.isActive else { return }
    if untaken > 0 { wait(.answer, limits.answerTime, context) } else { restIfDone(context) }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if mode == .output { wait(.close, limits.closeTime, context) }
    context.close(mode: mode, promise: promise)
  }

  // MARK: - Waiting

  private func restIfDone(_ context: ChannelHandlerContext) {
    guard unanswered <= 0, untaken == 0, timers[.body] == nil, timers[.close] == nil else { return }
    wait(.idle, limits.idleTime, context)
  }

  private func wait(_ limit: ConnectionLimit, _ time: Duration, _ context: ChannelHandlerContext) {
    guard timers[limit] == nil, !isClosing else { return }
    timers[limit] = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
      self.reach(limit, context)
    }
  }

  private func stop(_ limit: ConnectionLimit) { timers.removeValue(forKey: limit)?.cancel() }

  private func reach(_ limit: ConnectionLimit, _ context: ChannelHandlerContext) {
    guard !isClosing else { return }
    isClosing = true
    report.hit(limit)
    context.close(promise: nil)
  }
}
