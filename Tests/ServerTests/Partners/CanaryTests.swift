import AMQP
import CaseCore
import Demo
import Foundation
import LocalServices
import Logging
import OrderedCollections
import Server
import Synchronization
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// Whole stories are told through the service with a canary in everything that they say of people. It is found in no message, header, key,
  /// log, metric or table, and in no answer to whom it is not for.
  @Suite struct CanaryTests {
    @Test("What is said of people stays where it belongs") func nowhere() async throws {
      try await Self.tell(["tot-interventie", "van-signaal-tot-vernietiging"]) { traces, canary, stories in
        #expect(canary.count > 50)
        #expect(try await traces.places(of: canary) == [])
        #expect(traces.messages.value.count > 100)
        let answers = try await Answers(traces.installation, traces.instance, Partners.workflow)
        // Who may read it does: it went in.
        #expect(answers.texts.contains { $0.organisation == Partners.municipality && canary.isIn($0.text) })
        #expect(answers.texts.count > 500)
        #expect(answers.leaks(canary) == [])
      }
    }

    /// The control: what is planted is found, in a table in three forms, and in a header and a key of messages.
    @Test("A leak is found") func leak() async throws {
      try await Self.tell(["tot-weging"]) { traces, canary, _ in
        _ = try await traces.installation.rows(
          """
          create table planted (plain text, bytes bytea, coded text);
          insert into planted values ('\(canary.mark)', null, null), (null, convert_to('\(canary.mark)', 'UTF8'), null),
            (null, null, encode(convert_to('xx\(canary.mark)', 'UTF8'), 'base64'))
          """
        )
        let publisher = try await traces.tap.makePublisher()
        var properties = AMQPProperties()
        properties.headers["planted"] = .string(canary.mark)
        _ = try await publisher.publish(
          AMQPMessage(exchange: "amq.fanout", routingKey: "", properties: properties, body: [])
        )
        _ = try await publisher.publish(AMQPMessage(exchange: "amq.topic", routingKey: "a.\(canary.mark)", body: []))
        try await traces.messages.wait(for: "the planted messages", limit: .seconds(20)) { messages in
          messages.count { canary.isIn($0) } == 2
        }
        let places = try await traces.places(of: canary)
        #expect(places.count { $0.hasPrefix("table public.planted") } == 3)
        #expect(places.count { $0.hasPrefix("message") } == 2)
      }
    }

    private static func tell(
      _ names: [String],
      _ body: (Traces, Canary, [Scenario]) async throws -> Void
    ) async throws {
      try await Installation.with(.own) { installation in
        let metrics = LocalServices.freePort()
        let instance = try await Instance.start(
          installation.settingsFile,
          port: installation.settings.http.port,
          environment: ["CASUSREGIE_METRICS_PORT": "\(metrics)", "CASUSREGIE_LOG_LEVEL": "debug"]
        )
        try await instance.waitUntilReady()
        let traces = try await Traces(installation, instance, metricsPort: metrics)
        let folder = try ScenarioFolder(Partners.workflow)
        let workflow = try WorkflowFolder.load(Partners.workflow).workflow
        let service = try RunningService(installation.settings)
        let partners = try await Demo.Partners.register(
          folder.organisations,
          password: Partners.password,
          administration: service.administration,
          broker: installation.settings,
          screen: .dark
        )
        let stage = try Stage(service: service, partners: partners, workflow: workflow, screen: .dark)
        try await StoryClock.letTimeGoBack(installation)
        var canary = Canary()
        var stories: [Scenario] = []
        for name in names {
          let story = canary.planted(in: try folder.scenario(name), of: workflow)
          stories.append(story)
          try await StoryClock.turnBack(installation)
          try await StoryPlayer(story, on: stage).play()
        }
        try await body(traces, canary, stories)
        await partners.close()
        await traces.tap.close()
        #expect(try await instance.stop() == 0)
      }
    }
  }
}
