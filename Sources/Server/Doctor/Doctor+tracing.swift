import StrictJSON

extension Doctor {
  /// Whether the operator's collector takes traces. It is sent none: an export without spans.
  func collectorFindings() async -> [Finding] {
    guard let endpoint = settings.tracing.endpoint else {
      return [Finding(.collector, .unchecked, "tracing.endpoint is not set, so nothing is traced")]
    }
    for setting in ["tracing.endpoint", "tracing.headersFile"] where !mayUse(setting) {
      return [untried(.collector, setting)]
    }
    do throws(SettingsError) {
      guard let collector = try settings.collector() else { return [untried(.collector, "tracing.endpoint")] }
      switch await collector.send(["resourceSpans": []], within: .seconds(5)) {
      case .taken: return [Finding(.collector, .ok, "\(endpoint) takes traces")]
      case .refused(let status): return [Finding(.collector, .fault, "\(endpoint) refuses traces (status \(status))")]
      // The service works without: it drops what it cannot send.
      case .notNow(let reason, _): return [Finding(.collector, .warning, "\(endpoint) takes no traces now: \(reason)")]
      }
    } catch {
      return error.faults.map { Finding(.collector, .fault, $0) }
    }
  }
}
