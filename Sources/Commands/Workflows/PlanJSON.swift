import CaseCore
import DutchMessages
import Foundation
import StoreAdministration

/// A plan for machines: one JSON object a line, a line for each case and the totals as the last, so that a plan of any size
/// can be read as it comes.
struct PlanJSON {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  func line(_ planned: PlannedCase) -> String {
    var line = CaseLine(
      id: planned.caseID.text,
      revision: planned.revision,
      region: planned.region,
      state: planned.state
    )
    switch planned.upgrade {
    case .stays(let obstacles):
      line.reasons = obstacles.map(\.dutch)
      line.codes = obstacles.map(\.code.rawValue)
    case .lands(let landing):
      line.landsIn = landing.state
      line.deadlines = landing.deadlines.filter { $0.effect != .kept }.map(DeadlineLine.init)
    }
    return text(line)
  }

  func line(_ plan: UpgradePlan) -> String {
    text(
      PlanLine(
        plan: plan.digest,
        moves: plan.moves,
        stays: plan.stays,
        expireAtOnce: plan.overdue,
        landing: plan.landing,
        reasons: Dictionary(uniqueKeysWithValues: plan.reasons.map { ($0.key, $0.value) })
      )
    )
  }

  private func text(_ line: some Encodable) -> String {
    // Texts and numbers: there is nothing that JSON cannot say.
    (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private struct CaseLine: Encodable {
    var id: String
    var revision: Int64
    var region: String
    var state: String
    /// Absent for a case that stays.
    var landsIn: String?
    var deadlines: [DeadlineLine]?
    /// Absent for a case that moves.
    var reasons: [String]?
    /// Of each of the reasons, in the same order.
    var codes: [String]?
  }

  private struct DeadlineLine: Encodable {
    let name: String
    let effect: String
    let oldDue: String?
    let newDue: String?
    let expiresAtOnce: Bool

    init(_ move: DeadlineMove) {
      name = move.name.description
      effect = move.effect.rawValue
      oldDue = move.oldDue?.description
      newDue = move.newDue?.description
      expiresAtOnce = move.isOverdueAtOnce
    }
  }

  private struct PlanLine: Encodable {
    let plan: String
    let moves: Int
    let stays: Int
    let expireAtOnce: Int
    let landing: [String: Int]
    let reasons: [String: Int]
  }
}
