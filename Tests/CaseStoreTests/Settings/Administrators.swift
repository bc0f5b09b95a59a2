import CaseCore
import DeadlineAdministration
import Foundation
import Postgres
import SettingsStore
import StoreAdministration
import TestOffice

/// Two administrators of the office, and one of elsewhere.
struct Administrators {
  let office: Office
  let settingsService: SettingsService

  static let first = Actor(subject: "anna", organisation: "00000099000000000081", roles: ["hoofdbeheerder"])
  static let second = Actor(subject: "bert", organisation: "00000099000000000081", roles: ["hoofdbeheerder"])
  static let regional = Actor(subject: "carla", organisation: "00000099000000000082", roles: ["beheerder"])

  init(versions: [Workflow] = []) async throws {
    office = try await Office(versions: versions)
    try await office.tamper(
      """
      insert into organisation (number, name, region, roles) values
        (\(Self.first.organisation), 'ZVH', 'oost', array['hoofdbeheerder']),
        (\(Self.regional.organisation), 'ZVH', 'oost', array['beheerder'])
      """
    )
    settingsService = SettingsService(pool: office.pool, keyring: office.keyring, door: office.door)
  }

  /// Other days for the deadline of a case that waits to be judged.
  static func stalled(_ days: Int, region: String? = nil) throws -> SettingsChange {
    .set(
      SettingPlace(workflow: "permit", region: region, deadline: .init("stalled", of: "permit")),
      DeadlineSetting(length: try Length(days, .days))
    )
  }

  func propose(_ changes: SettingsChange..., by actor: Actor = first) async throws -> Int64 {
    try await settingsService.propose(changes, reason: "planted-reason", by: actor).number
  }

  /// Plans, approves and counts all cases anew.
  @discardableResult
  func carryOut(_ number: Int64) async throws -> [PlannedSettings] {
    var planned: [PlannedSettings] = []
    let plan = try await settingsService.plan(number, for: Self.second) { planned.append($0) }
    _ = try await settingsService.approve(number, plan: plan.digest, expireNow: true, by: Self.second)
    try await settingsService.bringUp()
    return planned
  }

  /// Whether the journal of settings is as it was written.
  func isSound() async throws -> Bool {
    let report = try await office.verify()
    return report.settingsFaults.isEmpty && report.settingsFault == nil
  }

  /// What the service refuses with; `nil` when it does not.
  func refusal(_ body: () async throws -> Void) async throws -> SettingsRefusal? {
    do { try await body() } catch let refusal as SettingsRefusal { return refusal }
    return nil
  }
}
