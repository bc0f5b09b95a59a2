import LocalServices
import NIOCore
import NIOPosix
import Synchronization

/// Stands between clients and one server of this machine, passes on what they say to each other, and can be a bad network: slow, narrow,
/// stalled, or one that cuts connections.
///
/// A client that it cannot bring to the server, as one that is not there, is hung up on.
final class NetworkLink: Sendable {
  private struct State {
    var condition = NetworkCondition.clear
    var figures = Figures()
    var listener: (any Channel)?
    /// Of all connections that are open, two of each.
    var directions: [ObjectIdentifier: NIOLoopBound<LinkDirection>] = [:]
  }

  /// What went over it since it was opened.
  struct Figures: Sendable {
    var connections = 0
    var bytes = 0
    var cuts = 0

    static func + (one: Figures, other: Figures) -> Figures {
      Figures(
        connections: one.connections + other.connections,
        bytes: one.bytes + other.bytes,
        cuts: one.cuts + other.cuts
      )
    }

    static func - (one: Figures, other: Figures) -> Figures {
      Figures(
        connections: one.connections - other.connections,
        bytes: one.bytes - other.bytes,
        cuts: one.cuts - other.cuts
      )
    }
  }

  /// What to do with bytes that came.
  enum Passage {
    case now
    case after(Duration)
    /// At this rate, after what is on its way.
    case atRate(Int)
    case later
    /// So many of them, and then the connection ends.
    case cut(after: Int)
  }

  /// Of this machine, where clients find the server through it.
  let port: Int
  private let server: Int
  private let state = Mutex(State())

  var figures: Figures { state.withLock(\.figures) }

  /// Whether all cuts were made that were asked for.
  var isClear: Bool {
    state.withLock { if case .clear = $0.condition { true } else { false } }
  }

  /// - Parameter server: its port.
  static func open(to server: Int) async throws -> NetworkLink {
    let link = NetworkLink(port: LocalServices.freePort(), server: server)
    try await link.listen()
    return link
  }

  /// Takes connections, again after ``close()``.
  func listen() async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { self.join($0) }
      .bind(host: "127.0.0.1", port: port)
      .get()
    state.withLock { $0.listener = listener }
  }

  /// Takes no more connections: whoever comes is refused, as where no server is. Those that are open end with their sides.
  func close() async {
    let listener = state.withLock { state in
      defer { state.listener = nil }
      return state.listener
    }
    // One that is closed already is as it should be.
    try? await listener?.close()
  }

  private init(port: Int, server: Int) { (self.port, self.server) = (port, server) }

  private func join(_ client: any Channel) -> EventLoopFuture<Void> {
    ClientBootstrap(group: client.eventLoop).connect(host: "127.0.0.1", port: server).flatMapThrowing { channel in
      self.state.withLock { $0.figures.connections += 1 }
      try client.pipeline.syncOperations.addHandler(LinkDirection(self, to: channel))
      try channel.pipeline.syncOperations.addHandler(LinkDirection(self, to: client))
    }
  }

  /// Also what is on its way goes by the new condition.
  func set(_ condition: NetworkCondition) {
    let open = state.withLock { state in
      state.condition = condition
      return Array(state.directions.values)
    }
    for direction in open { direction.eventLoop.execute { direction.value.conditionChanged() } }
  }

  // MARK: - For its directions

  func add(_ direction: NIOLoopBound<LinkDirection>) {
    state.withLock { $0.directions[ObjectIdentifier(direction.value)] = direction }
  }

  func remove(_ direction: LinkDirection) {
    state.withLock { $0.directions[ObjectIdentifier(direction)] = nil }
  }

  /// Whether nothing arrives.
  var isStalled: Bool {
    state.withLock { if case .stalled = $0.condition { true } else { false } }
  }

  /// What is done with so many bytes that came.
  func pass(_ count: Int) -> Passage {
    state.withLock { state in
      state.figures.bytes += count
      switch state.condition {
      case .clear: return .now
      case .slow(let delay): return .after(delay)
      case .narrow(let rate): return .atRate(rate)
      case .stalled: return .later
      case .cutting(var cuts):
        guard let next = cuts.first else { return .now }
        if next > count {
          cuts[0] -= count
          state.condition = .cutting(cuts)
          return .now
        }
        cuts.removeFirst()
        state.condition = cuts.isEmpty ? .clear : .cutting(cuts)
        state.figures.cuts += 1
        return .cut(after: next)
      }
    }
  }
}
