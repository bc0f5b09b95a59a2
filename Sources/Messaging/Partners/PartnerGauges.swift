import Metrics

/// The measurements of one partner.
struct PartnerGauges: Sendable {
  private let organisation: String
  private var figures: [PartnerFigure: Gauge] = [:]
  private var failures: [String: Gauge] = [:]
  private var refused: [String: Gauge] = [:]

  init(_ organisation: String) {
    self.organisation = organisation
    for figure in PartnerFigure.allCases { figures[figure] = gauge(figure.rawValue) }
    for reason in Trouble.reasons { failures[reason] = gauge(PartnerFigure.failures, ("reason", reason)) }
  }

  mutating func record(_ standing: PartnerStanding) {
    for (figure, gauge) in figures {
      // What is not known keeps its last value.
      if let value = figure.value(of: standing) { gauge.record(value) }
    }
    let trouble = standing.failures > 0 ? Self.word(standing.trouble) : nil
    if let trouble, failures[trouble] == nil { failures[trouble] = gauge(PartnerFigure.failures, ("reason", trouble)) }
    for (reason, gauge) in failures { gauge.record(reason == trouble ? standing.failures : 0) }
    for (code, gauge) in refused where standing.refused[code] == nil {
      gauge.destroy()
      refused[code] = nil
    }
    for (code, count) in standing.refused {
      let its = refused[code] ?? gauge(PartnerFigure.refused, ("code", code))
      refused[code] = its
      its.record(count)
    }
  }

  /// Another release may write another reason, or none.
  private static func word(_ trouble: String?) -> String {
    trouble.flatMap { Trouble.reasons.contains($0) ? $0 : nil } ?? "unknown"
  }

  func destroy() {
    for gauges in [Array(figures.values), Array(failures.values), Array(refused.values)] {
      for gauge in gauges { gauge.destroy() }
    }
  }

  private func gauge(_ name: String, _ more: (String, String)...) -> Gauge {
    Gauge(label: "casusregie_partner_\(name)", dimensions: [("organisation", organisation)] + more)
  }
}
