import NIOCore

/// What one side of a connection says, on its way to the other side.
final class LinkDirection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// Of one direction; a sender that has more on its way waits, as on any network.
  private static let capacity = 1 << 18

  private struct Piece {
    let bytes: ByteBuffer
    var due: NIODeadline
  }

  private let link: NetworkLink
  private let target: any Channel
  /// In their order.
  private var pieces: [Piece] = []
  private var waiting = 0
  /// Its sender hung up.
  private var isEnded = false
  private var isPaused = false
  private var wake: Scheduled<Void>?
  private var source: (any Channel)?

  init(_ link: NetworkLink, to target: any Channel) {
    self.link = link
    self.target = target
  }

  func handlerAdded(context: ChannelHandlerContext) {
    source = context.channel
    link.add(NIOLoopBound(self, eventLoop: context.eventLoop))
  }

  /// What is on its way arrives all the same.
  func handlerRemoved(context: ChannelHandlerContext) { source = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    switch link.pass(bytes.readableBytes) {
    case .now: append(bytes, due: .now())
    case .after(let delay): append(bytes, due: .now() + TimeAmount(delay))
    case .atRate(let rate):
      let length = TimeAmount.nanoseconds(Int64(bytes.readableBytes) * 1_000_000_000 / Int64(max(1, rate)))
      let last = pieces.last { $0.due < .distantFuture }?.due
      append(bytes, due: max(.now(), last ?? .now()) + length)
    case .later: append(bytes, due: .distantFuture)
    case .cut(let count):
      let last = pieces.map(\.bytes) + [bytes.readSlice(length: count) ?? ByteBuffer()]
      pieces = []
      for bytes in last { target.writeAndFlush(bytes, promise: nil) }
      target.close(promise: nil)
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isEnded = true
    pass()
    context.fireChannelInactive()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    // What the other side says goes on when this one takes it. That side may be gone.
    if context.channel.isWritable { try? target.pipeline.syncOperations.handler(type: LinkDirection.self).pass() }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // Whatever happened to one side, the other is hung up on.
    context.close(promise: nil)
  }

  /// What waited goes at once, or waits for the next change.
  func conditionChanged() {
    for index in pieces.indices { pieces[index].due = link.isStalled ? .distantFuture : .now() }
    pass()
  }

  private func append(_ bytes: ByteBuffer, due: NIODeadline) {
    pieces.append(Piece(bytes: bytes, due: due))
    waiting += bytes.readableBytes
    pass()
  }

  /// Passes on what is due, and comes back when the next is.
  private func pass() {
    wake?.cancel()
    let now = NIODeadline.now()
    // Writing to a side that is gone ends that side at once, which comes back here: so what is written is no longer among the pieces.
    let due = Array(pieces.prefix { $0.due <= now })
    pieces.removeFirst(due.count)
    for piece in due {
      waiting -= piece.bytes.readableBytes
      target.writeAndFlush(piece.bytes, promise: nil)
    }
    setPaused(waiting >= Self.capacity || !target.isWritable)
    if let next = pieces.first?.due {
      guard next < .distantFuture else { return }
      let bound = NIOLoopBound(self, eventLoop: target.eventLoop)
      wake = target.eventLoop.scheduleTask(deadline: next) { bound.value.pass() }
    } else if isEnded, !link.isStalled {
      target.close(promise: nil)
      link.remove(self)
    }
  }

  private func setPaused(_ isPaused: Bool) {
    guard isPaused != self.isPaused else { return }
    self.isPaused = isPaused
    source?.setOption(.autoRead, value: !isPaused).whenFailure { _ in
      // It has hung up.
    }
  }
}
