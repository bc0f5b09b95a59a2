import Foundation

/// A port of this machine that the test has, as another process that was quicker would.
final class TakenPort: Sendable {
  let number: Int
  private let listener: Int32

  /// - Parameter port: 0 for any that is free.
  init(_ port: Int = 0) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_port = in_port_t(port).bigEndian
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listens = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard listens else { throw CocoaError(.fileReadUnknown) }
    self.listener = listener
    number = Int(in_port_t(bigEndian: address.sin_port))
  }

  deinit { close(listener) }
}
