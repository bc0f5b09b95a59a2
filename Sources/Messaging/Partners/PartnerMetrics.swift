import Synchronization

/// What is measured of each partner, for the operator: at the address of the metrics, which partners do not reach. The label is the
/// number that the log has too. There are as many values of it as the directory has partners, and no more than ``most``; codes and
/// reasons are words of the service.
final class PartnerMetrics: Sendable {
  /// Beyond it a partner is in `casusregie partner status` and in the sums, and has no measurements of its own.
  static let most = 1_000

  private let all = Mutex<[String: PartnerGauges]>([:])

  func record(_ standings: [PartnerStanding]) {
    let shown = standings.prefix(Self.most)
    all.withLock { all in
      for organisation in Set(all.keys).subtracting(shown.map(\.organisation)) {
        all.removeValue(forKey: organisation)?.destroy()
      }
      for standing in shown {
        all[standing.organisation, default: PartnerGauges(standing.organisation)].record(standing)
      }
    }
  }
}
