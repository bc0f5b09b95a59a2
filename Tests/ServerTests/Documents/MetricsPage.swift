import Foundation

/// The table of `docs/operations/metrics.md`.
struct MetricsPage {
  struct Metric {
    let name: String
    let kind: String
    let labels: Set<String>
    let alerts: Set<String>

    /// The names under which Prometheus has its numbers.
    var series: [String] {
      switch kind {
      case "histogram": ["_bucket", "_sum", "_count"].map { name + $0 }
      case "summary": ["_sum", "_count"].map { name + $0 }
      default: [name]
      }
    }
  }

  let text: String
  let metrics: [Metric]

  init() throws {
    text = try String(contentsOf: Program.root.appending(path: "docs/operations/metrics.md"), encoding: .utf8)
    metrics = text.split(separator: "\n").compactMap(Self.metric)
  }

  private static func metric(_ line: Substring) -> Metric? {
    let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    guard cells.count == 6, ["counter", "gauge", "histogram", "summary"].contains(cells[1]) else { return nil }
    let words = cells.map { cell in cell.matches(of: /`([^`]+)`/).map { String($0.output.1) } }
    guard let name = words[0].first else { return nil }
    return Metric(name: name, kind: cells[1], labels: Set(words[2]), alerts: Set(words[5]))
  }

  /// What an exposition has that is not in the table, or is otherwise there: a name, a kind, the labels.
  func faults(in exposition: String) -> [String] {
    let kinds = Dictionary(metrics.map { ($0.name, $0.kind) }) { $1 }
    let labels = Dictionary(metrics.flatMap { metric in metric.series.map { ($0, metric.labels) } }) { $1 }
    var faults: Set<String> = []
    for line in exposition.split(separator: "\n") {
      if let type = line.wholeMatch(of: /# TYPE (\S+) (\S+)/)?.output {
        if kinds[String(type.1)] != String(type.2) { faults.insert("\(type.1) is no \(type.2) in the table") }
        continue
      }
      let series = String(line.prefix { $0 != "{" && $0 != " " })
      let shown = Set(line.matches(of: /[{,]([a-z_]+)="/).map { String($0.output.1) }).subtracting(["le"])
      if labels[series] != shown { faults.insert("\(series) with the labels \(shown.sorted()) is not in the table") }
    }
    return faults.sorted()
  }
}
