import CaseCore
import Foundation
import OrderedCollections
import Postgres
import SettingsStore
import StoreAdministration
import TestOffice
import Testing

@testable import DeadlineAdministration

/// Many regions, types of case and versions: each different way of counting is proved once, and nobody waits for it.
@Suite("Many settings at once") struct ManySettingsTests {
  private static let regions = (1...25).map { "region-\($0)" }
  private static let types = ["small", "middle", "large"]

  /// Cases follow two of them, and new ones would begin under the third.
  private static let versions = ["1.1.0", "1.2.0"].map { (number: String) -> Workflow in
    var version = PermitWorkflow.workflow
    version.version = number
    version.caseType = "size"
    let options = types.map { Field.Option(key: $0, label: $0) }
    version.machines["permit"]?.facts["size"] = Fact(
      label: "Size",
      kind: .choice(options: options),
      initial: .choice("small")
    )
    return version
  }

  private func settingsService() async throws -> Administrators {
    let both = try await Administrators(versions: Self.versions)
    for (index, region) in Self.regions.enumerated() {
      try await both.office.tamper(
        "insert into organisation (number, name, region, roles) values (\("0000009900000001\(1_000 + index)"), 'x', \(region), array['x'])"
      )
    }
    try await both.office.tamper("update directory_revision set revision = revision + 1")
    _ = try await both.office.apply()
    let other = try await both.office.caseID(both.office.apply().alias)
    try await both.office.tamper("update case_file set version = '1.1.0' where id = \(other)")
    return both
  }

  private static func change(_ region: String, _ type: String, days: Int) throws -> SettingsChange {
    .set(
      SettingPlace(workflow: "permit", region: region, caseType: type, deadline: .init("stalled", of: "permit")),
      DeadlineSetting(length: try Length(days, .days))
    )
  }

  private static func everywhere(days: Int) throws -> [SettingsChange] {
    try regions.enumerated().flatMap { index, region in
      try types.map { try change(region, $0, days: days + index) }
    }
  }

  @Test("25 regions, 3 types and 3 versions: a form is proved once, from the proposal to the approval") func once()
    async throws
  {
    let both = try await settingsService()
    let proofs = both.settingsService.proofs
    let number = try await both.settingsService.propose(
      Self.everywhere(days: 5),
      reason: "all",
      by: Administrators.first
    ).number
    // Of each of the three versions: as it would be set, and, where that has faults, as it is.
    let made = proofs.made
    #expect((3...6).contains(made))
    try await both.carryOut(number)
    #expect(try await both.settingsService.standing(for: Administrators.first).deadlineSettings.settings.count == 75)
    // Other days, in one region and in all.
    try await both.carryOut(both.propose(try Self.change("region-7", "large", days: 90)))
    try await both.carryOut(
      both.settingsService.propose(Self.everywhere(days: 40), reason: "again", by: Administrators.first).number
    )
    #expect(proofs.made == made)
    // Only the combination that it touches: one form in each of the three versions.
    let place = SettingPlace(workflow: "permit", region: "region-1", deadline: .init("keep", of: "permit"))
    _ = try await both.propose(.set(place, DeadlineSetting(length: try Length(2, .months))))
    #expect(proofs.made <= made * 3)
  }

  @Test("proposals made at the same time are all recorded, also while something is approved") func meanwhile()
    async throws
  {
    let both = try await settingsService()
    let first = try await both.settingsService.propose(
      Self.everywhere(days: 5),
      reason: "all",
      by: Administrators.first
    ).number
    let plan = try await both.settingsService.plan(first, for: Administrators.second).digest
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await both.settingsService.approve(first, plan: plan, by: Administrators.second) }
      for days in 60..<66 {
        group.addTask { _ = try await both.propose(try Self.change("region-3", "small", days: days)) }
      }
      try await group.waitForAll()
    }
    let standing = try await both.settingsService.standing(for: Administrators.first)
    #expect(standing.proposals.count == 7 && standing.deadlineSettings.revision == 1)
    #expect(try await both.office.verify().settings == 8)
    #expect(try await both.isSound())
  }

  @Test("what was proved before something else was approved is proved again") func interrupted() async throws {
    let both = try await settingsService()
    let (one, two) = (
      try await both.propose(try Self.change("region-1", "small", days: 5)),
      try await both.propose(try Self.change("region-1", "small", days: 6))
    )
    let plan = try await both.settingsService.plan(two, for: Administrators.second).digest
    try await both.carryOut(one)
    let refusal = try await both.refusal {
      _ = try await both.settingsService.approve(two, plan: plan, by: Administrators.second)
    }
    guard case .outdated? = refusal else {
      Issue.record("approved on a plan of before: \(String(describing: refusal))")
      return
    }
  }
}
