import CaseAPI
import Foundation
import Metrics
import StoreAdministration

/// What a check of the journal came to, as a file for the textfile collector of Prometheus' node exporter. The service does not have
/// this among its own metrics: somebody else checks, on another machine at best.
enum VerificationMetrics {
  /// - Parameter moment: when the check ended.
  static func text(_ report: JournalVerifier.Report, at moment: Date) -> String {
    let metrics = PrometheusMetrics()
    Gauge(label: "casusregie_journal_verified_timestamp_seconds", factory: metrics).record(moment.timeIntervalSince1970)
    Gauge(label: "casusregie_journal_verification_entries", factory: metrics).record(report.entries)
    Gauge(label: "casusregie_journal_verification_faults", factory: metrics).record(report.faultCount)
    return metrics.exposition
  }

  /// Puts the file there at once and readable by everyone: the collector reads it while it is written, and as another user.
  /// - Throws: ``Failure`` when it cannot be written.
  static func write(_ report: JournalVerifier.Report, to path: String) throws {
    let temporary = URL(filePath: path + ".new")
    do {
      try Data(text(report, at: Date()).utf8).write(to: temporary)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: temporary.path)
    } catch {
      throw Failure("\(path) cannot be written")
    }
    guard rename(temporary.path, path) == 0 else { throw Failure("\(path) cannot be written") }
  }
}
