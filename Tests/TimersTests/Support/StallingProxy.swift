import Foundation
import Postgres
import Synchronization
import TestServices

/// Stands between a client and PostgreSQL and passes on all they say, until it has passed on so many bytes of the client's.
/// Then it passes on nothing, and closes nothing: to the server it is a client that is frozen, at exactly that byte.
final class StallingProxy: Sendable {
  private struct State {
    var passed = 0
    var limit = Int.max
    var sockets: [Int32] = []
  }

  let isStalled = Signal(false)
  private let state = Mutex(State())
  private let server: PostgresConfiguration
  private let listener: Int32
  private let port: UInt16

  init(to server: PostgresConfiguration) throws {
    self.server = server
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let isListening = unsafe withSockaddr(&address) { unsafe bind(listener, $0, $1) } == 0 && listen(listener, 8) == 0
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isNamed = unsafe withSockaddr(&address) { address, _ in unsafe getsockname(listener, address, &length) } == 0
    guard isListening, isNamed else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    state.withLock { $0.sockets.append(listener) }
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// As a client reaches the server through it.
  var configuration: PostgresConfiguration {
    var configuration = server
    configuration.host = "127.0.0.1"
    configuration.ports = [Int(port)]
    return configuration
  }

  /// How many bytes of its clients it has passed on.
  var passed: Int { state.withLock { $0.passed } }

  /// Stalls when so many more bytes of its clients were passed on.
  func stall(after count: Int) {
    state.withLock { $0.limit = $0.passed + count }
  }

  /// Ends all connections.
  func close() {
    for socket in state.withLock({ $0.sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0, let upstream = connectUpstream() else { return }
      state.withLock { $0.sockets += [client, upstream] }
      Thread.detachNewThread { [self] in pass(from: client, to: upstream, isCounted: true) }
      Thread.detachNewThread { [self] in pass(from: upstream, to: client, isCounted: false) }
    }
  }

  private func pass(from source: Int32, to target: Int32, isCounted: Bool) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      let allowed = isCounted ? take(count) : count
      guard write(target, buffer, allowed) == allowed else { break }
      guard allowed == count else {
        isStalled.update { $0 = true }
        return
      }
    }
    shutdown(target, Int32(SHUT_RDWR))
  }

  private func take(_ count: Int) -> Int {
    state.withLock { state in
      let allowed = min(count, state.limit - state.passed)
      state.passed += allowed
      return allowed
    }
  }

  private func connectUpstream() -> Int32? {
    let isLocal = server.host.hasPrefix("/")
    let upstream = socket(isLocal ? AF_UNIX : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if isLocal {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let path = "\(server.host)/.s.PGSQL.\(server.ports[0])"
      _ = unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
      return unsafe withSockaddr(&address) { unsafe connect(upstream, $0, $1) } == 0 ? upstream : nil
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(server.ports[0]).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return unsafe withSockaddr(&address) { unsafe connect(upstream, $0, $1) } == 0 ? upstream : nil
  }
}

/// Calls `body` with an address as the system wants it.
private func withSockaddr<Address>(
  _ address: inout Address,
  _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe body($0, socklen_t(MemoryLayout<Address>.size))
    }
  }
}
