import CaseCore
import Development
public import Foundation
import LocalServices
import OrderedCollections
import Server
import StoreAdministration
import WorkflowFiles

/// Shows the whole service at work: a private PostgreSQL and RabbitMQ, the service itself, a consumer for every partner on
/// its own queue, and stories about fictitious cases that are played through the REST entrance while time moves forward.
///
/// The stories are the scenarios of a workflow, so whatever workflow is given can be shown. Each step is checked: the state
/// of the case, the refusal where one is expected, and who is told what. At the end the journals are verified.
public struct Demonstration: Sendable {
  private let workflow: String
  private let stories: [String]
  private let kept: URL?

  /// - Parameters:
  ///   - workflow: the folder of the workflow.
  ///   - stories: names of scenarios; when empty, those that `scenarios/demo.txt` lists.
  ///   - kept: a folder that is not there yet, in which everything stays, so that a local service can go on with it.
  public init(workflow: String, stories: [String] = [], keptIn kept: URL? = nil) {
    self.workflow = workflow
    self.stories = stories
    self.kept = kept
  }

  /// - Throws: when something cannot be started, or goes otherwise than the stories say.
  public func run() async throws {
    let file = try WorkflowFolder.load(workflow)
    let scenarios = try ScenarioFolder(workflow)
    let names = try stories.isEmpty ? chosen(from: scenarios) : stories
    let stories = try names.map { try scenarios.scenario($0) }
    if let kept, FileManager.default.fileExists(atPath: kept.path) {
      throw DemoFailure("\(kept.relativePath) is there already; the demonstration begins with an empty folder")
    }
    let folder =
      kept ?? FileManager.default.temporaryDirectory.appending(path: "casusregie-demo-\(UUID().uuidString)")
    defer {
      // What stays behind is in the system's temporary folder.
      if kept == nil { try? FileManager.default.removeItem(at: folder) }
    }
    let screen = Screen()
    screen.say("starting PostgreSQL and RabbitMQ …")
    let workflowsFolder = URL(filePath: workflow).deletingLastPathComponent().relativePath
    let installation = try await LocalInstallation.start(
      in: folder,
      port: 0,
      workflows: workflowsFolder,
      logLevel: "warning"
    )
    do {
      try await show(
        stories,
        of: file,
        with: scenarios.organisations,
        on: installation,
        screen
      )
    } catch {
      await installation.stop()
      throw error
    }
    await installation.stop()
  }

  /// The first workflow of a folder with workflows that says which of its stories a demonstration plays.
  public static func workflow(in folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let found = names.map { "\(folder)/\($0)" }.first { FileManager.default.fileExists(atPath: list(of: $0)) }
    guard let found else { throw DemoFailure("in \(folder) there is no workflow with \(list(of: "…"))") }
    return found
  }

  private static func list(of workflow: String) -> String { "\(workflow)/scenarios/demo.txt" }

  private func chosen(from scenarios: ScenarioFolder) throws -> [String] {
    let list = try String(contentsOfFile: Self.list(of: workflow), encoding: .utf8)
    return list.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
  }

  private func show(
    _ stories: [Scenario],
    of file: WorkflowFile,
    with organisations: OrderedDictionary<String, Organisation>,
    on installation: LocalInstallation,
    _ screen: Screen
  ) async throws {
    let began = ContinuousClock.now
    try await RunningService.with(installation.settings) { service in
      let partners = try await Partners.register(
        organisations,
        administration: service.administration,
        broker: installation.settings,
        screen: screen
      )
      let stage = try Stage(service: service, partners: partners, workflow: file.workflow, screen: screen)
      for story in stories { try await StoryPlayer(story, on: stage).play() }
      try await summarise(stories, stage: stage, since: began)
    }
  }

  private func summarise(_ stories: [Scenario], stage: Stage, since began: ContinuousClock.Instant) async throws {
    let screen = stage.screen
    screen.title("Summary")
    for (name, partner) in stage.partners.all {
      let (events, cases) = partner.received.totals
      screen.say("\(name.padded(to: Screen.nameWidth)) \(events) events about \(cases) cases, numbered without gaps")
    }
    let report = try await stage.service.administration.verifyJournals()
    guard report.faults.isEmpty, report.entries > 0 else {
      throw DemoFailure("the journals do not hold: \(report.faults)")
    }
    screen.say("")
    screen.say("checked \(report.entries) entries of \(report.cases) cases: all of them intact")
    let seconds = (ContinuousClock.now - began).components.seconds
    screen.say("\(stories.count) cases, \(stage.elapsedDays) days gone by in \(seconds) seconds")
  }
}
