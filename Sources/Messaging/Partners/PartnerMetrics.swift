import Foundation
import Metrics
import Outbox
import Synchronization

/// What is measured of each partner, for the operator: at the address of the metrics, which partners do not reach. The label is the
/// number that the log has too. There are as many values of it as the directory has partners, and no more than ``most``.
final class PartnerMetrics: Sendable {
  /// Beyond it a partner is in `casusregie partner status` and in the sums, and has no measurements of its own.
  static let most = 1_000

  private struct Gauges: Sendable {
    let waiting: Gauge
    /// In seconds; 0 when none waits.
    let oldest: Gauge
    let messages: Gauge
    let consumers: Gauge
    let deadLetters: Gauge
    /// In seconds since 1970; 0 for one that was not seen to read.
    let lastRead: Gauge
    /// For how many seconds commands have waited that cannot be handled; 0 when none does.
    let commands: Gauge

    init(_ organisation: String) {
      func gauge(_ name: String) -> Gauge {
        Gauge(label: "casusregie_partner_\(name)", dimensions: [("organisation", organisation)])
      }
      (waiting, oldest) = (gauge("events_waiting"), gauge("oldest_event_seconds"))
      (messages, consumers) = (gauge("queue_messages"), gauge("queue_consumers"))
      (deadLetters, commands) = (gauge("dead_letters"), gauge("commands_waiting_seconds"))
      lastRead = gauge("last_read_timestamp_seconds")
    }

    func destroy() {
      for gauge in [waiting, oldest, messages, consumers, deadLetters, lastRead, commands] { gauge.destroy() }
    }
  }

  private let gauges = Mutex<[String: Gauges]>([:])

  func record(_ standings: [PartnerStanding]) {
    gauges.withLock { gauges in
      for organisation in gauges.keys where !standings.contains(where: { $0.organisation == organisation }) {
        gauges.removeValue(forKey: organisation)?.destroy()
      }
      for standing in standings.prefix(Self.most) {
        let its = gauges[standing.organisation] ?? Gauges(standing.organisation)
        gauges[standing.organisation] = its
        its.waiting.record(standing.waiting)
        its.oldest.record(standing.oldest / .seconds(1))
        its.deadLetters.record(standing.deadLetters)
        its.lastRead.record(standing.readAt?.timeIntervalSince1970 ?? 0)
        its.commands.record((standing.commandsWait ?? .zero) / .seconds(1))
        // What is not known keeps its last value.
        if let depth = standing.depth {
          its.messages.record(depth.messages)
          its.consumers.record(depth.consumers)
        }
      }
    }
  }
}
