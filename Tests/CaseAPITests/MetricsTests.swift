import CaseAPI
import Metrics
import Testing

@Suite struct MetricsTests {
  @Test func everyKindIsWrittenAsPrometheusReadsIt() {
    let metrics = PrometheusMetrics()
    Counter(label: "outbox.told", dimensions: [("kind", "a")], factory: metrics).increment(by: 2)
    Gauge(label: "outbox-age", factory: metrics).record(1.5)
    Recorder(label: "batch", factory: metrics).record(3)
    Recorder(label: "batch", factory: metrics).record(4)
    Meter(label: "9lives", factory: metrics).set(9)
    #expect(
      metrics.exposition == """
        # TYPE _9lives gauge
        _9lives 9
        # TYPE batch summary
        batch_sum 7
        batch_count 2
        # TYPE outbox_age gauge
        outbox_age 1.5
        # TYPE outbox_told_total counter
        outbox_told_total{kind="a"} 2

        """
    )
  }

  @Test func aTimerIsAHistogramInSeconds() {
    let metrics = PrometheusMetrics()
    let timer = Timer(label: "work", dimensions: [("route", "/x")], factory: metrics)
    timer.recordMilliseconds(5)
    timer.recordMilliseconds(7)
    timer.recordSeconds(100)
    let lines = metrics.exposition.split(separator: "\n")
    #expect(lines.first == "# TYPE work_seconds histogram")
    #expect(lines.contains(#"work_seconds_bucket{route="/x",le="0.0025"} 0"#))
    #expect(lines.contains(#"work_seconds_bucket{route="/x",le="0.005"} 1"#))
    #expect(lines.contains(#"work_seconds_bucket{route="/x",le="0.01"} 2"#))
    #expect(lines.contains(#"work_seconds_bucket{route="/x",le="30"} 2"#))
    #expect(lines.contains(#"work_seconds_bucket{route="/x",le="+Inf"} 3"#))
    #expect(lines.contains(#"work_seconds_count{route="/x"} 3"#))
  }

  @Test func aLabelCannotBreakOut() {
    let metrics = PrometheusMetrics()
    Counter(label: "c", dimensions: [("a b", "x\"} 1\ny{\\")], factory: metrics).increment()
    #expect(metrics.exposition == "# TYPE c_total counter\nc_total{a_b=\"x\\\"} 1\\ny{\\\\\"} 1\n")
  }

  @Test func theSameNameAndLabelsAreOneMeasurement() {
    let metrics = PrometheusMetrics()
    Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: metrics).increment()
    Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: metrics).increment()
    #expect(metrics.exposition.contains("c_total{a=\"1\",b=\"2\"} 2"))
  }

  @Test func aNameHasOneKind() {
    let metrics = PrometheusMetrics()
    Gauge(label: "x", factory: metrics).record(1)
    Recorder(label: "x", dimensions: [("a", "1")], factory: metrics).record(5)
    Recorder(label: "x", factory: metrics).record(5)
    #expect(metrics.exposition == "# TYPE x gauge\nx 1\n")
  }

  @Test func whatIsDestroyedIsGone() {
    let metrics = PrometheusMetrics()
    let counter = Counter(label: "c", factory: metrics)
    counter.increment()
    counter.destroy()
    #expect(metrics.exposition.isEmpty)
  }

  @Test func nothingIsLostWhenAllCountAtOnce() async {
    let metrics = PrometheusMetrics()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for _ in 0..<1_000 {
            Counter(label: "c", factory: metrics).increment()
            Meter(label: "m", factory: metrics).increment(by: 1)
            Timer(label: "t", dimensions: [("w", "\(worker % 2)")], factory: metrics).recordNanoseconds(1)
          }
          _ = metrics.exposition
        }
      }
    }
    let text = metrics.exposition
    #expect(text.contains("c_total 8000\n"))
    #expect(text.contains("m 8000\n"))
    #expect(text.contains("t_seconds_count{w=\"0\"} 4000\n"))
  }
}
