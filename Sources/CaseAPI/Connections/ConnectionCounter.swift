import Metrics
import NIOCore
import Synchronization

/// How many connections there are, in all and from each address.
final class ConnectionCounter: Sendable {
  private struct State {
    var total = 0
    var byAddress: [String: Int] = [:]
  }

  private let limits: ConnectionLimits
  private let report: LimitReport
  private let gauge: Meter?
  private let state = Mutex(State())

  /// - Parameter metrics: where it shows how many there are; `nil` for nowhere.
  init(_ limits: ConnectionLimits, metrics: PrometheusMetrics?, report: LimitReport) {
    self.limits = limits
    self.report = report
    gauge = metrics.map { Meter(label: "http_connections", factory: $0) }
  }

  /// - Returns: under what to take leave; `nil` when there is no place.
  func admit(_ address: SocketAddress?) -> String? {
    let origin = Self.origin(address)
    let reached = state.withLock { state -> ConnectionLimit? in
      if state.total >= limits.connections { return .connections }
      if state.byAddress[origin, default: 0] >= limits.connectionsPerAddress { return .address }
      state.total += 1
      state.byAddress[origin, default: 0] += 1
      gauge?.set(state.total)
      return nil
    }
    guard let reached else { return origin }
    report.hit(reached)
    return nil
  }

  func leave(_ origin: String) {
    state.withLock { state in
      state.total -= 1
      state.byAddress[origin, default: 1] -= 1
      if state.byAddress[origin] == 0 { state.byAddress[origin] = nil }
      gauge?.set(state.total)
    }
  }

  /// What counts as one address: of IPv6 the network, for whoever has one address of it has all.
  static func origin(_ address: SocketAddress?) -> String {
    guard let text = address?.ipAddress else { return "" }
    guard case .v6 = address else { return text }
    if text.hasPrefix("::ffff:"), text.contains(".") { return String(text.dropFirst(7)) }
    let halves = text.split(separator: "%", maxSplits: 1)[0].components(around: "::")
    let missing = max(0, 8 - halves.head.count - halves.tail.count)
    let groups = halves.head + Array(repeating: "0", count: missing) + halves.tail
    return groups.prefix(4).joined(separator: ":")
  }
}

extension Substring {
  /// The groups before and after the place where zeros are left out.
  fileprivate func components(around gap: String) -> (head: [Substring], tail: [Substring]) {
    guard let range = self.firstRange(of: gap) else { return (split(separator: ":"), []) }
    return (self[..<range.lowerBound].split(separator: ":"), self[range.upperBound...].split(separator: ":"))
  }
}
