import NIOCore
import NIOPosix
import TestServices
import Testing

@testable import Chaos

/// The network that chaos spoils does what it is told: without that, a run proves nothing about networks.
@Suite("A bad network", .timeLimit(.minutes(2))) struct NetworkLinkTests {
  /// What a server heard of all its clients.
  struct Heard: Sendable {
    var bytes: [UInt8] = []
    var ended = 0
  }

  private static let text = (0..<5_000).map { UInt8(truncatingIfNeeded: $0) }

  @Test("A cut ends a connection at the byte that it is told, the next one later, and then the link is clear")
  func cut() async throws {
    try await Self.withLink { link, heard in
      link.set(.cutting([1_000, 4_999]))
      try await Self.connect(link) { client in
        client.writeAndFlush(ByteBuffer(bytes: Self.text), promise: nil)
        try await client.closeFuture.get()
      }
      try await heard.wait(for: "the first end") { $0.ended == 1 }
      #expect(heard.value.bytes == Array(Self.text[..<1_000]))
      #expect(!link.isClear)
      try await Self.connect(link) { client in
        client.writeAndFlush(ByteBuffer(bytes: Self.text), promise: nil)
        try await client.closeFuture.get()
      }
      try await heard.wait(for: "the second end") { $0.ended == 2 }
      #expect(heard.value.bytes.count == 5_999 && link.isClear && link.figures.cuts == 2)
      try await Self.tell(link)
      try await heard.wait(for: "the third end") { $0.ended == 3 }
      #expect(heard.value.bytes.count == 10_999)
    }
  }

  @Test("What was said while it stalled arrives afterwards, and after it that the client hung up") func stalled()
    async throws
  {
    try await Self.withLink { link, heard in
      link.set(.stalled)
      try await Self.tell(link)
      try await waitFor("all to be on its way") { link.figures.bytes == Self.text.count }
      #expect(heard.value.bytes.isEmpty && heard.value.ended == 0)
      link.set(.clear)
      try await heard.wait(for: "the end") { $0.ended == 1 }
      #expect(heard.value.bytes == Self.text)
    }
  }

  @Test("A slow or narrow one delivers all, in its order", arguments: [true, false]) func delivers(isSlow: Bool)
    async throws
  {
    try await Self.withLink { link, heard in
      link.set(isSlow ? .slow(.milliseconds(20)) : .narrow(200_000))
      try await Self.connect(link) { client in
        for byte in Self.text { client.write(ByteBuffer(bytes: [byte]), promise: nil) }
        try await client.writeAndFlush(ByteBuffer(bytes: Self.text)).get()
        // What is on its way arrives although its sender hung up.
        try await client.close()
      }
      try await heard.wait(for: "the end") { $0.ended == 1 }
      #expect(heard.value.bytes == Self.text + Self.text)
    }
  }

  // MARK: - A server behind a link

  private static func withLink(_ body: (NetworkLink, Signal<Heard>) async throws -> Void) async throws {
    let heard = Signal(Heard())
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { $0.pipeline.addHandler(Listening(heard)) }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    let link = try await NetworkLink.open(to: server.localAddress?.port ?? 0)
    do { try await body(link, heard) } catch {
      await link.close()
      try await server.close()
      throw error
    }
    await link.close()
    try await server.close()
  }

  private static func connect(_ link: NetworkLink, _ body: (any Channel) async throws -> Void) async throws {
    let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: link.port)
      .get()
    try await body(client)
  }

  /// Says all, and hangs up.
  private static func tell(_ link: NetworkLink) async throws {
    try await connect(link) { client in
      try await client.writeAndFlush(ByteBuffer(bytes: text)).get()
      try await client.close()
    }
  }
}

private final class Listening: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let heard: Signal<NetworkLinkTests.Heard>

  init(_ heard: Signal<NetworkLinkTests.Heard>) { self.heard = heard }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = Array(unwrapInboundIn(data).readableBytesView)
    heard.update { $0.bytes += bytes }
  }

  func channelInactive(context: ChannelHandlerContext) { heard.update { $0.ended += 1 } }
}
