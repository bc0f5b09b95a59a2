import CaseCore
import DeadlineAdministration
import Demo
import Development
import Foundation
import OrderedCollections
import Server
import SettingsStore
import TestServices
import Testing
import WorkflowFiles

/// Makes the database that a release leaves to those after it: every story of both workflows, cases that moved to another
/// version, settings that were approved, rejected, withdrawn and left open, an address of a calendar, destroyed cases.
struct ReleaseMaker {
  let installation: Installation

  private static let administration = "00000099000000000091"
  /// Under which its first cases begin, before they move to the version that is shipped. It was never published anywhere else.
  static let early = "1.0.9"

  func make(_ release: KeptRelease) async throws {
    try await moveCases()
    let instance = try await start()
    try await playStories(at: instance)
    try await settle(at: instance)
    #expect(try await instance.stop() == 0)
    try await StoryClock.forbidTimeToGoBack(installation)
    try await release.keep(installation)
    try await KeptRelease.setClock(installation)
    let reader = try await start()
    try await Contents(of: reader, installation).json.write(to: release.contents)
    #expect(try await reader.stop() == 0)
  }

  private func start() async throws -> Instance {
    let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
    try await instance.waitUntilReady()
    return instance
  }

  // MARK: - Cases under an earlier version

  /// Begins cases under a version of another number, and moves them to the one of the folder.
  private func moveCases() async throws {
    let folder = try TemporaryFolder()
    let workflows = "\(folder.path)/workflows"
    // It may name another of them.
    try FileManager.default.copyItem(atPath: ShippedWorkflows.root, toPath: workflows)
    let shipped = try WorkflowFolder.load(ShippedWorkflows.casework)
    let former = shipped.numbered(Self.early, withTwiceTheTerm: true)
    let file = try folder.write(former, to: "workflows/\(shipped.workflow.key)/workflow.yaml")
    try await run("workflow", "publish", file)
    _ = try await Partners.register(["gemeente", "zvh"], of: ShippedWorkflows.casework, with: installation.settings)
    let early = try await Instance.start(
      installation.settingsFile,
      port: installation.settings.http.port,
      environment: ["CASUSREGIE_WORKFLOWS_FOLDER": workflows]
    )
    try await early.waitUntilReady()
    let tokens = try LocalTokens(installation.settings)
    let sender = try await Sender(Partners.municipality, role: "gemeente", tokens: tokens)
    for number in 0..<4 {
      let id = try await sender.give(Body.signal(to: sender.organisation), at: early.url).id
      if number > 1 { _ = try await sender.give(Body.addition, to: id, at: early.url) }
    }
    #expect(try await early.stop() == 0)
    // The service reads its workflows there.
    withExtendedLifetime(folder) {}
    try await run("workflow", "publish", "\(ShippedWorkflows.casework)/workflow.yaml")
    let order = [shipped.workflow.key, "--from", Self.early, "--to", shipped.workflow.version]
    let plan = try await run(["workflow", "plan"] + order).split(separator: " ").last ?? ""
    try await run(["workflow", "upgrade"] + order + ["--plan", plan.trimmingCharacters(in: .newlines)])
  }

  // MARK: - Stories

  private func playStories(at instance: Instance) async throws {
    try await StoryClock.letTimeGoBack(installation)
    for path in ShippedWorkflows.folders {
      let folder = try ScenarioFolder(path)
      let partners = try await partners(folder)
      let stage = try Stage(
        service: RunningService(installation.settings),
        partners: partners,
        workflow: WorkflowFolder.load(path).workflow,
        screen: .dark
      )
      for name in folder.names {
        try await StoryClock.setBack(installation)
        try await StoryPlayer(folder.scenario(name), on: stage).play()
      }
      await partners.close()
    }
    // What an organisation may do in one workflow took the place of what it may do in the other.
    try await registerAll()
    try await StoryClock.endStories(installation)
  }

  private func partners(_ folder: ScenarioFolder) async throws -> Demo.Partners {
    try await Demo.Partners.register(
      folder.organisations,
      administration: RunningService(installation.settings).administration,
      broker: installation.settings,
      screen: .dark
    )
  }

  private func registerAll() async throws {
    var all: [String: Organisation] = [:]
    for path in ShippedWorkflows.folders {
      for organisation in try ScenarioFolder(path).organisations.values {
        all[organisation.number, default: organisation].roles.formUnion(organisation.roles)
      }
    }
    let administration = try Administration(installation.settings)
    for organisation in all.values { _ = try await administration.register(organisation) }
  }

  // MARK: - Settings and calendars

  private func settle(at instance: Instance) async throws {
    let administration = try Administration(installation.settings)
    _ = try await administration.register(
      Organisation(number: Self.administration, name: "Beheer", region: "oost", roles: [AdministratorRole.general])
    )
    let settingsService = try await administration.settingsService()
    let (first, second) = (Self.actor("anna"), Self.actor("bert"))
    let place = SettingPlace(workflow: "pga-radicalisering", deadline: .init("geen-ontwikkeling", of: "casus"))
    func propose(_ days: Int, reason: String) async throws -> Int64 {
      let setting = DeadlineSetting(length: try Length(days, .days))
      let changes: [SettingsChange] = [.set(place, setting)]
      let proposal = try await settingsService.propose(changes, reason: reason, by: first)
      return proposal.number
    }
    for days in [70, 65] {
      let number = try await propose(days, reason: "Besluit van de stuurgroep")
      let plan = try await settingsService.plan(number, for: second) { _ in }
      _ = try await settingsService.approve(number, plan: plan.digest, expireNow: true, by: second)
    }
    _ = try await settingsService.reject(try await propose(100, reason: "Te lang"), reason: "Nee", by: second)
    _ = try await settingsService.withdraw(try await propose(95, reason: "Vergissing"), by: first)
    _ = try await propose(80, reason: "Ligt nog voor")
    try await run("deadline", "apply")
    try await makeCalendar(at: instance)
  }

  private static func actor(_ subject: String) -> Actor {
    Actor(subject: subject, organisation: administration, roles: [AdministratorRole.general])
  }

  private func makeCalendar(at instance: Instance) async throws {
    let tokens = try LocalTokens(installation.settings)
    let reader = try await Sender(Partners.municipality, roles: ["gemeente"], subject: "lezer", tokens: tokens)
    let reply = try await reader.answer(
      "\(instance.url)/v1/agenda-adressen",
      posting: Data(#"{"rol": "gemeente"}"#.utf8)
    )
    #expect(reply.status == 201)
  }

  // MARK: - The program

  @discardableResult private func run(_ arguments: String...) async throws -> String { try await run(arguments) }

  @discardableResult private func run(_ arguments: [String]) async throws -> String {
    let result = try await Program.run(
      arguments + ["--config", installation.settingsFile],
      program: Program.development,
      limit: .seconds(300)
    )
    #expect(result.code == 0, "\(arguments): \(result.errors)")
    return result.output
  }
}
