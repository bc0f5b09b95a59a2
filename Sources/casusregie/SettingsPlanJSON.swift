import CaseCore
import CaseStore
import Foundation

/// A plan of settings for machines: one JSON object a line, a line for each case in which something changes and the totals
/// as the last.
struct SettingsPlanJSON {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  func line(_ planned: PlannedSettings) -> String {
    text(
      CaseLine(
        id: planned.alias.text,
        workflow: planned.workflow,
        region: planned.region,
        deadlines: planned.deadlines.map(DeadlineLine.init),
        consequences: planned.atOnce
      )
    )
  }

  func line(_ plan: SettingsPlan) -> String {
    text(
      PlanLine(
        plan: plan.digest,
        looked: plan.looked,
        changes: plan.changes,
        unreadable: plan.unreadable,
        totals: TotalsLine(plan.totals),
        regions: plan.regions.mapValues(TotalsLine.init),
        deadlines: plan.deadlines.mapValues(TotalsLine.init)
      )
    )
  }

  private func text(_ line: some Encodable) -> String {
    // Texts and numbers: there is nothing that JSON cannot say.
    (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private struct CaseLine: Encodable {
    let id: String
    let workflow: String
    let region: String
    let deadlines: [DeadlineLine]
    let consequences: [Consequence]
  }

  private struct DeadlineLine: Encodable {
    let name: String
    let machine: String
    let effect: String
    let oldDue: String?
    let newDue: String?
    let expiresAtOnce: Bool
    let warnsAgain: [Int]
    let skips: [Int]

    init(_ change: DeadlineChange) {
      name = change.name.description
      machine = change.machine
      effect = change.effect.rawValue
      oldDue = change.oldDue?.description
      newDue = change.newDue?.description
      expiresAtOnce = change.isOverdueAtOnce
      warnsAgain = change.warnsAgain
      skips = change.skips
    }
  }

  private struct TotalsLine: Encodable {
    let changed: Int
    let expireAtOnce: Int
    let warnsAgain: Int
    let skips: Int

    init(_ totals: SettingsPlan.Totals) {
      changed = totals.changed
      expireAtOnce = totals.overdueAtOnce
      warnsAgain = totals.warnsAgain
      skips = totals.skips
    }
  }

  private struct PlanLine: Encodable {
    let plan: String
    let looked: Int
    let changes: Int
    let unreadable: Int
    let totals: TotalsLine
    let regions: [String: TotalsLine]
    let deadlines: [String: TotalsLine]
  }
}
