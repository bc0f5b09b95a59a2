public import CaseCore
import Foundation
import Postgres
import SettingsStore
import StoreBase

/// What was approved: the plan as it was then.
public struct ApprovedPlan: Sendable {
  public var plan: SettingsPlan
  /// Of the regions that the reader sees.
  public var cases: [PlannedSettings]
  /// How many cases are not kept, because there were too many.
  public var omitted: Int

  /// - Parameter skipped: how many cases come before the page.
  public func page(after skipped: Int) -> SettingsPlanPage {
    let shown = Array(cases.dropFirst(skipped).prefix(SettingsPlanPage.size))
    let next = skipped + shown.count
    return SettingsPlanPage(plan: plan, cases: shown, next: next < cases.count ? next : nil)
  }
}

extension SettingsService {
  /// The cases in which a proposal that was approved made something expire at once: what undoing it does not bring back.
  public func irreversible(_ number: Int64, for actor: Actor) async throws -> [PlannedSettings] {
    do { return try await approvedPlan(number, for: actor).cases.filter { !$0.atOnce.isEmpty } } catch SettingsRefusal
      .planNotKept
    { return [] }
  }

  /// The plan on which a proposal was approved.
  /// - Throws: ``SettingsRefusal/settled(_:)`` for one that was not approved; ``SettingsRefusal/planNotKept(_:)``
  public func approvedPlan(_ number: Int64, for actor: Actor) async throws -> ApprovedPlan {
    try await pool.refusable { connection in
      let administrator = try Administrator(actor, in: directory(on: connection).directory)
      guard case .approved(let entry, _) = try standing(on: connection).proposal(number).outcome else {
        throw SettingsRefusal.settled(number)
      }
      guard let kept = try SettingsJournal.plan(of: entry, keyring: keyring, on: connection) else {
        throw SettingsRefusal.planNotKept(number)
      }
      let cases = kept.items.filter { administrator.sees($0.region) }.map { item in
        PlannedSettings(
          caseID: item.id,
          reader: actor.organisation,
          keyring: keyring,
          workflow: item.workflow,
          region: item.region,
          deadlines: item.deadlines,
          atOnce: item.atOnce
        )
      }
      return ApprovedPlan(plan: kept.plan, cases: cases, omitted: kept.omitted)
    }
  }
}
