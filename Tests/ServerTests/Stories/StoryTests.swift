import AsyncHTTPClient
import CaseCore
import Demo
import Foundation
import LocalServices
import NIOCore
import NIOHTTP1
import OrderedCollections
import Server
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// The stories of the workflow, told through the whole service.
  @Suite struct StoryTests {
    /// What a story expects of the engine alone, it gets over HTTP and in the queues: states, refusals, who is told what. Some of its
    /// commands go over the queues of their senders: they are held against the story as the others are, and each is asked again over
    /// REST, which has to answer the same.
    ///
    /// A story mostly waits for deliveries. So the stories of a workflow are shared out over some installations, each with a
    /// clock of its own, that play side by side.
    @Test(arguments: ShippedWorkflows.folders) func everyStoryGoesAsWritten(_ path: String) async throws {
      let seed = UInt64.random(in: 0...UInt64(UInt32.max))
      print("stories, seed \(seed)")
      let selection = try StorySelection(ScenarioFolder(path), seed: seed)
      let workflow = try WorkflowFolder.load(path).workflow
      // A small one has few stories, and need not have one in which somebody is refused.
      let isSmall = workflow.machines.values.reduce(0) { $0 + $1.commands.count } < 20
      #expect(selection.stories.count > (isSmall ? 1 : 10))
      let (queue, wire, answers) = (StoryQueue(Array(selection.stories.keys)), WireRecord(), RESTRecord())
      let outcomes = try await withThrowingTaskGroup(of: [QueuedOutcome: Int].self) { group in
        for _ in 0..<Self.installations {
          group.addTask { try await Self.play(queue, of: selection, path, wire, answers) }
        }
        var all: [QueuedOutcome: Int] = [:]
        for try await some in group { all.merge(some, uniquingKeysWith: +) }
        return all
      }
      print("\(outcomes.values.reduce(0, +)) of \(selection.commands) commands over queues")
      #expect(queue.played == selection.stories.count)
      #expect(selection.expected.subtracting(outcomes.keys) == [], "never over a queue, seed \(seed)")
      // Every type of event that the workflow has was told, and is described.
      let types = workflow.eventTypes.map { "nl.casusregie.casus.\($0)" }
      #expect(try await wire.check() == Set(types + ["nl.casusregie.opdracht.afgehandeld"]))
      // So is every answer over REST, refusals too.
      let operations = ["casusBeginnen 201", "casusLezen 200", "opdrachtGeven 200"]
      let refused = isSmall ? [] : ["opdrachtGeven 403", "opdrachtGeven 409"]
      #expect(try await answers.check().isSuperset(of: operations + refused))
    }

    private static let installations = 4

    /// Plays stories on an installation of its own until there are no more, and verifies its journals.
    /// - Returns: what became of commands over queues, and how often.
    private static func play(
      _ queue: StoryQueue,
      of selection: StorySelection,
      _ path: String,
      _ wire: WireRecord,
      _ answers: RESTRecord
    ) async throws -> [QueuedOutcome: Int] {
      try await Installation.with(workflows: ShippedWorkflows.root) { installation in
        // The partners come first: a service looks at its start for who gives commands.
        let stage = try await stage(installation, workflow: path, givesCommands: true, wire, answers)
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        try await StoryClock.letTimeGoBack(installation)
        var played = 0
        while let name = queue.next(), let story = selection.stories[name] {
          played += 1
          try await StoryClock.setBack(installation)
          do {
            try await StoryPlayer(story, on: stage, overQueues: selection.queued(in: name)).play()
          } catch {
            Issue.record("\(name): \(error)")
          }
        }
        await stage.partners.close()
        #expect(try await instance.stop() == 0)
        // On a busy machine the others may have played them all before this one was there.
        guard played > 0 else { return [:] }
        try await StoryClock.putBack(installation)
        let report = try await Program.run("journal", "verify", "--config", installation.settingsFile)
        #expect(report.code == 0, "\(report.output)")
        return stage.overQueues
      }
    }

    /// Both instances see that the term is over; the case goes to the impasse once, and everyone hears so once.
    @Test func twoInstancesMoveAStalledCaseOnce() async throws {
      try await Installation.with { installation in
        let instances = [
          try await Instance.start(installation.settingsFile, port: installation.settings.http.port),
          try await Instance.start(installation.settingsFile, port: LocalServices.freePort()),
        ]
        for instance in instances { try await instance.waitUntilReady() }
        let stage = try await Self.stage(installation)
        try await StoryPlayer(ScenarioFolder(Partners.workflow).scenario("tot-interventies"), on: stage).play()
        let entries = "select count(*) from journal"
        let before = try await installation.rows(entries)
        try await Self.move("P3M", at: instances[1])
        // The last day of the term is a whole day.
        try await Self.move("P1D", at: instances[0])
        let toImpasse = "select kind, name, count(*) from journal where to_state = 'impasse' group by 1, 2"
        try await waitFor("the impasse") { try await !installation.rows(toImpasse).isEmpty }
        try await stage.settle()
        #expect(try await installation.rows(toImpasse) == ["deadline|geen-ontwikkeling|1"])
        #expect(try await installation.rows(entries) != before)
        let told = try await installation.rows(
          """
          select outbox.organisation, count(*) from outbox join journal using (case_id, revision)
          where to_state = 'impasse' group by 1 having count(*) <> 1
          """
        )
        #expect(told == [])
        await stage.partners.close()
        for instance in instances { #expect(try await instance.stop() == 0) }
      }
    }

    private static func stage(
      _ installation: Installation,
      workflow path: String = Partners.workflow,
      givesCommands: Bool = false,
      _ wire: WireRecord = WireRecord(),
      _ answers: RESTRecord = RESTRecord()
    ) async throws -> Stage {
      let service = try RunningService(installation.settings)
      let partners = try await Demo.Partners.register(
        ScenarioFolder(path).organisations,
        password: Partners.password,
        givesCommands: givesCommands,
        administration: service.administration,
        broker: installation.settings,
        screen: .dark,
        observer: wire.take
      )
      let workflow = try WorkflowFolder.load(path).workflow
      return try Stage(service: service, partners: partners, workflow: workflow, screen: .dark, observer: answers.take)
    }

    private static func move(_ length: String, at instance: Instance) async throws {
      var request = HTTPClientRequest(url: "\(instance.url)/v1/lokaal/klok")
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: #"{"vooruit": "\#(length)"}"#))
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
      #expect(response.status == .ok)
    }
  }
}
