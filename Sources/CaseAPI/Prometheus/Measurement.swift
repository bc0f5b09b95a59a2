import Metrics
import Synchronization

/// Something that is measured, with what it comes to now.
protocol Measurement: AnyObject, Sendable {
  /// Prometheus' word for it.
  var kind: String { get }
  var samples: [Sample] { get }
}

/// One number of a measurement.
struct Sample {
  var suffix = ""
  var extraLabel: (String, String)?
  var value: Double

  func line(name: String, labels: [(String, String)]) -> String {
    let all = (labels + (extraLabel.map { [$0] } ?? []))
      .map { "\($0.0)=\"\(PrometheusText.escaped($0.1))\"" }.joined(separator: ",")
    return "\(name)\(suffix)\(all.isEmpty ? "" : "{\(all)}") \(PrometheusText.number(value))\n"
  }
}

final class CounterMeasurement: Measurement, CounterHandler {
  let kind = "counter"
  private let count = Atomic<Int64>(0)

  var samples: [Sample] { [Sample(value: Double(count.load(ordering: .relaxed)))] }

  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

final class GaugeMeasurement: Measurement, MeterHandler, RecorderHandler {
  let kind = "gauge"
  private let value = Mutex(0.0)

  var samples: [Sample] { [Sample(value: value.withLock { $0 })] }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
}

final class SummaryMeasurement: Measurement, RecorderHandler {
  let kind = "summary"
  private let state = Mutex((count: 0, sum: 0.0))

  var samples: [Sample] {
    let (count, sum) = state.withLock { $0 }
    return [Sample(suffix: "_sum", value: sum), Sample(suffix: "_count", value: Double(count))]
  }

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    state.withLock {
      $0.count += 1
      $0.sum += value
    }
  }
}

/// Durations, by how many took at most so long.
final class HistogramMeasurement: Measurement, TimerHandler {
  let kind = "histogram"
  /// In seconds: from an answer out of memory to one that is about to be given up.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

  private struct State {
    var counts = Array(repeating: 0, count: bounds.count)
    var count = 0
    var sum = 0.0
  }

  private let state = Mutex(State())

  var samples: [Sample] {
    let state = state.withLock { $0 }
    var below = 0
    let buckets = zip(Self.bounds, state.counts).map { bound, count in
      below += count
      return Sample(suffix: "_bucket", extraLabel: ("le", PrometheusText.number(bound)), value: Double(below))
    }
    return buckets + [
      Sample(suffix: "_bucket", extraLabel: ("le", "+Inf"), value: Double(state.count)),
      Sample(suffix: "_sum", value: state.sum), Sample(suffix: "_count", value: Double(state.count)),
    ]
  }

  func recordNanoseconds(_ duration: Int64) {
    let seconds = Double(duration) / 1e9
    state.withLock { state in
      if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { state.counts[bucket] += 1 }
      state.count += 1
      state.sum += seconds
    }
  }
}
