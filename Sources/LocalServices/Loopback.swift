import Foundation
import Synchronization

/// Plain TCP on 127.0.0.1: enough to find a free port and to see whether a service answers. Every call may block for
/// as long as its limit.
enum Loopback {
  private static let supply = Mutex(PortSupply())

  /// A port nobody listens on at this moment, and that no other process is given: see ``PortSupply``.
  static func freePort() -> Int {
    while true {
      let port = supply.withLock { $0.next() }
      if isFree(port) { return port }
    }
  }

  /// Whether nobody listens on a port at this moment.
  static func isFree(_ port: Int) -> Bool {
    guard (1...65_535).contains(port) else { return false }
    let candidate = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(candidate) }
    // Connections that were closed a minute ago are nobody who listens.
    var yes: Int32 = 1
    setsockopt(candidate, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    return withAddress(port) { bind(candidate, $0, $1) } == 0
  }

  /// What the listener on `port` says to `request`: its first bytes, or all until it hangs up. Empty when nobody is there.
  static func ask(port: Int, _ request: [UInt8], untilHangUp: Bool = false, seconds: Int = 5) -> [UInt8] {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(connection) }
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    // The second bounds connecting too: a listener that accepts nobody would hold us for minutes.
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    guard withAddress(port, { connect(connection, $0, $1) }) == 0,
      send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { return [] }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    repeat {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    } while untilHangUp
    return answer
  }

  private static func withAddress(_ port: Int, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
