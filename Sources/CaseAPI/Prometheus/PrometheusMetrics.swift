public import Metrics
import Synchronization

/// Keeps what the program measures, and writes it in the text format that Prometheus reads (version 0.0.4).
///
/// | of swift-metrics | as |
/// |---|---|
/// | counter | `counter`, name ending in `_total` |
/// | gauge, meter | `gauge` |
/// | timer | `histogram` in seconds, name ending in `_seconds` |
/// | recorder | `summary`: how many, and their sum |
///
/// The same label with the same dimensions is the same measurement, whoever asks for it.
public final class PrometheusMetrics: MetricsFactory {
  private struct Identity: Hashable {
    var name: String
    var labels: [[String]]
  }

  private let measurements = Mutex<[Identity: any Measurement]>([:])

  public init() {}

  /// All measurements as text.
  public var exposition: String {
    let all = measurements.withLock { $0 }
    var text = ""
    for (name, members) in Dictionary(grouping: all, by: \.key.name).sorted(by: { $0.key < $1.key }) {
      let sorted = members.sorted {
        $0.key.labels.lexicographicallyPrecedes($1.key.labels, by: { $0.lexicographicallyPrecedes($1) })
      }
      guard let kind = sorted.first?.value.kind else { continue }
      text += "# TYPE \(name) \(kind)\n"
      for (identity, measurement) in sorted {
        let labels = identity.labels.map { ($0[0], $0[1]) }
        for sample in measurement.samples { text += sample.line(name: name, labels: labels) }
      }
    }
    return text
  }

  /// A name stands for one kind of measurement. Under a name that another kind has, a measurement is taken and not shown.
  private func measurement<Kind: Measurement>(
    _ label: String,
    ending: String = "",
    _ dimensions: [(String, String)],
    _ make: () -> Kind
  ) -> Kind {
    let name = PrometheusText.name(label, ending: ending)
    let labels = dimensions.map { [PrometheusText.labelName($0.0), $0.1] }.sorted { $0[0] < $1[0] }
    let identity = Identity(name: name, labels: labels)
    return measurements.withLock { measurements in
      if let known = measurements[identity] { return known as? Kind ?? make() }
      let made = make()
      if !measurements.contains(where: { $0.key.name == name && !($0.value is Kind) }) { measurements[identity] = made }
      return made
    }
  }

  private func remove(_ measurement: AnyObject) {
    measurements.withLock { measurements in
      measurements = measurements.filter { $0.value !== measurement }
    }
  }
}

extension PrometheusMetrics {
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    measurement(label, ending: "_total", dimensions, CounterMeasurement.init)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    measurement(label, dimensions, GaugeMeasurement.init)
  }

  public func makeRecorder(
    label: String,
    dimensions: [(String, String)],
    aggregate: Bool
  ) -> any RecorderHandler {
    aggregate
      ? measurement(label, dimensions, SummaryMeasurement.init)
      : measurement(label, dimensions, GaugeMeasurement.init)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    measurement(label, ending: "_seconds", dimensions, HistogramMeasurement.init)
  }

  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
