import CaseDoor
import Metrics

/// What the loop that compares cases counts. It says nothing of a case: how many there are that can be found, and how often an
/// organisation was told.
struct MatchMetrics: Sendable {
  /// Cases that can be found by their person, as of the last comparison.
  let marks = Gauge(label: "casusregie_identity_marks")
  /// Hashes that more cases share than one person can have.
  let crowded = Counter(label: "casusregie_identity_crowded_total")
  /// Cases that could not be compared, or not be told.
  let failures = Counter(label: "casusregie_identity_failures_total")

  func record(_ outcome: CaseMatcher.Outcome) {
    marks.record(outcome.marks)
    crowded.increment(by: outcome.crowded)
    failures.increment(by: outcome.failed.count)
    for (organisation, number) in Dictionary(grouping: outcome.told, by: \.self).mapValues(\.count) {
      Counter(label: "casusregie_identity_matches_total", dimensions: [("organisation", organisation)])
        .increment(by: number)
    }
  }
}
