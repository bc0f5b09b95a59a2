import Foundation

/// The ports that this process may give to services, each once.
///
/// A port whose service starts, or is down for a moment, looks free and is not. So a process takes whole blocks of ports, and
/// holds a block until it ends: by an abstract socket of the block's name, which exists once on a machine (in a network namespace,
/// as ports do), leaves no file and goes with the process.
struct PortSupply {
  /// Below the range from which the kernel gives ports to outgoing connections: there a client that calls a stopped service
  /// could be handed the service's own port.
  private static let range = 15_000..<32_000
  private static let block = 200

  private var ports: [Int] = []

  init() {}

  /// - Returns: a port that was not given before. When all blocks are taken, one of any block.
  mutating func next() -> Int {
    if ports.isEmpty { ports = Self.takeBlock() }
    return ports.popLast() ?? Int.random(in: Self.range)
  }

  private static func takeBlock() -> [Int] {
    let blocks = stride(from: range.lowerBound, to: range.upperBound, by: block).shuffled()
    guard let first = blocks.first(where: hold) else { return [] }
    return Array(first..<first + block).shuffled()
  }

  /// Takes a name for this process, and keeps it until the process ends.
  /// - Returns: whether nobody had it.
  private static func hold(_ first: Int) -> Bool {
    let holder = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard holder >= 0 else { return false }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A name that begins with a zero is no file's.
    let name = [0] + Array("casusregie-ports-\(first)".utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let isOurs = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(holder, $0, length) } == 0
    }
    if !isOurs { close(holder) }
    return isOurs
  }
}
