import CaseStore

/// A page of the cases in which a plan changes something. The whole plan is counted for every page: only then is its digest
/// that of now, so pages with the same digest are pages of the same plan.
struct PlanPage {
  static let size = 100

  private let skipped: Int
  private var found = 0
  private(set) var cases: [PlannedSettings] = []

  init(after skipped: Int) { self.skipped = skipped }

  mutating func add(_ planned: PlannedSettings) {
    found += 1
    if found > skipped, cases.count < Self.size { cases.append(planned) }
  }

  /// How many cases come before the next page; `nil` when there is none.
  var next: Int? { found - skipped > Self.size ? skipped + Self.size : nil }
}
