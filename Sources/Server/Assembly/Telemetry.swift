import CaseAPI
import Metrics

/// The metrics of the process. There is one system a process, however many services run in it.
enum Telemetry {
  static let metrics: PrometheusMetrics = {
    let metrics = PrometheusMetrics()
    MetricsSystem.bootstrap(metrics)
    return metrics
  }()
}
