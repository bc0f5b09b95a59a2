import NIOCore
import NIOSSL

/// Asks a PostgreSQL server whether it speaks TLS, and begins that when it does (SSLRequest of its protocol).
final class PostgresTLSRequest: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let length: UInt32 = 8
  private static let code: UInt32 = 80_877_103

  private let makeTLS: () throws -> NIOSSLClientHandler

  init(_ makeTLS: @escaping () throws -> NIOSSLClientHandler) { self.makeTLS = makeTLS }

  func channelActive(context: ChannelHandlerContext) {
    var request = context.channel.allocator.buffer(capacity: Int(Self.length))
    request.writeInteger(Self.length)
    request.writeInteger(Self.code)
    context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    context.fireChannelActive()
  }

  /// The answer is one byte; after it the server waits for us.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let answer = unwrapInboundIn(data)
    guard answer.getInteger(at: answer.readerIndex, as: UInt8.self) == UInt8(ascii: "S") else {
      context.close(promise: nil)
      return
    }
    do { try context.pipeline.syncOperations.addHandler(makeTLS(), position: .first) } catch {
      context.close(promise: nil)
    }
  }
}
