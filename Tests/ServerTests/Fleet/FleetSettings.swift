import CaseCore
import DeadlineAdministration
import Foundation
import OrderedCollections
import SeededRandom
import Server
import SettingsStore
import TestServices
import Testing
import WorkflowFiles

/// Two administrators who set deadlines at random, and hold what became of the cases against the plan that they approved.
struct FleetSettings: Sendable {
  /// What the plan said, and the revision of the settings that it led to.
  struct Approved: Sendable {
    let planned: [PlannedSettings]
    let revision: Int64
    let at: Instant
  }

  private static let organisation = "00000099000000000091"
  private static let first = actor("anna")
  private static let second = actor("bert")

  private let installation: Installation
  private let settingsService: SettingsService

  private static func actor(_ subject: String) -> Actor {
    Actor(subject: subject, organisation: organisation, roles: [AdministratorRole.general])
  }

  init(_ installation: Installation) async throws {
    self.installation = installation
    let administration = try Administration(installation.settings)
    _ = try await administration.register(
      Organisation(number: Self.organisation, name: "Beheer", region: "elders", roles: [AdministratorRole.general])
    )
    settingsService = try await administration.settingsService()
  }

  /// Proposes another length and approves it with its plan; a deadline that fires in between makes the plan outdated, and
  /// then the administrator looks again. Nobody waits for the cases to be counted: that is for the instances.
  func change(_ random: inout SeededGenerator) async throws -> Approved {
    let deadline = try await running().randomElement(using: &random) ?? ""
    let place = SettingPlace(workflow: "pga-radicalisering", deadline: .init(deadline, of: "casus"))
    let setting = DeadlineSetting(length: try await otherLength(at: place, &random))
    let proposal = try await settingsService.propose([.set(place, setting)], reason: "random", by: Self.first)
    while true {
      var planned: [PlannedSettings] = []
      let plan = try await settingsService.plan(proposal.number, for: Self.second) { planned.append($0) }
      do {
        let approved = try await settingsService.approve(
          proposal.number,
          plan: plan.digest,
          expireNow: true,
          by: Self.second
        )
        guard case .approved(let entry, let revision) = approved.outcome else {
          throw SettingsRefusal.settled(proposal.number)
        }
        print("fleet test: \(deadline) is \(setting.length?.description ?? "") in \(planned.count) cases")
        return Approved(planned: planned, revision: revision, at: entry.at)
      } catch SettingsRefusal.outdated { continue }
    }
  }

  /// A length that is not set there yet: a proposal that changes nothing is refused.
  private func otherLength(at place: SettingPlace, _ random: inout SeededGenerator) async throws -> Length {
    let set = try await settingsService.deadlineSettings().settings[place]?.value.length
    while true {
      let length = try Length(Int.random(in: 6...60, using: &random), .days)
      if try length != set ?? Self.published(place) { return length }
    }
  }

  private static func published(_ place: SettingPlace) throws -> Length? {
    let workflow = try WorkflowFolder.load(Partners.workflow).workflow
    let deadline = place.deadline.flatMap { workflow.machines[$0.machine]?.deadlines[$0.name] }
    return if case .length(let rule)? = deadline?.term { rule.length } else { nil }
  }

  /// Each case of the plan has one entry of it, and a run of each deadline with just the due date that was shown; no
  /// other case has one.
  func expect(_ approved: Approved) async throws {
    try await waitFor("all cases to be counted by the settings") {
      try await installation.rows(
        "select count(*) from case_file where snapshot is not null and settings_revision < \(approved.revision)"
      ) == ["0"]
    }
    let entries = try await installation.rows(
      "select case_id from journal where kind = 'configuration' and name = '\(approved.revision)' order by case_id"
    )
    #expect(
      entries == approved.planned.map { $0.caseID.uuidString.lowercased() }.sorted(),
      "preview and outcome differ"
    )
    let runs = Set(try await runs())
    let missing = approved.planned.flatMap { planned in
      planned.deadlines.filter { Self.hasTimer($0, after: approved.at) }.map { deadline in
        "\(planned.caseID.uuidString.lowercased())|\(deadline.name)|\(deadline.newDue?.microseconds ?? 0)"
      }
    }.filter { !runs.contains($0) }
    #expect(missing == [], "planned, and not there")
  }

  /// Of one that was told to have passed before, and is past by the new date too, nothing more is to come.
  private static func hasTimer(_ deadline: DeadlineChange, after moment: Instant) -> Bool {
    deadline.isOverdueAtOnce || deadline.newDue.map { $0 > moment } ?? false
  }

  /// The moments of all timers that there ever were.
  private func runs() async throws -> [String] {
    try await installation.rows(
      "select case_id, deadline, (extract(epoch from at) * 1000000)::bigint from timer order by 1"
    )
  }

  /// The names of the deadlines of cases (and not of their parts) that have timers.
  private func running() async throws -> [String] {
    let names = try await installation.rows(
      "select distinct deadline from timer where outcome is null and deadline not like '%/%' order by 1"
    )
    return try await plain(names)
  }

  /// Of those, the ones of which a length of at least six days leaves the warnings where they are.
  private func plain(_ names: [String]) async throws -> [String] {
    let workflow = try await settingsService.published().workflows.first { $0.key == "pga-radicalisering" }
    return names.filter { name in
      guard let deadline = workflow?.machines["casus"]?.deadlines[name], case .length(let rule) = deadline.term else {
        return false
      }
      let longest = deadline.warnings.map(\.before)
      return deadline.maximum == nil && rule.kind != .hours
        && longest.allSatisfy { [.hours, .days].contains($0.unit) && ($0.unit == .hours || $0.amount < 6) }
    }
  }
}
