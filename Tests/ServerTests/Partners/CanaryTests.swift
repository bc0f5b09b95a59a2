import AMQP
import CaseCore
import Foundation
import LocalServices
import Logging
import OrderedCollections
import Server
import StoreBase
import StrictJSON
import Synchronization
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// Stories that give every personal field of the workflow are told through the service with a canary in everything that they say of people,
  /// and commands and questions come by a queue. It is found in no message, header, key, log, metric, trace, file or dump, and in no answer to
  /// whom it is not for.
  ///
  /// It must fail when the workflow has a personal field that no story gives, when `DeadLetterStore.keep` keeps
  /// a message as it came, when `ObservingMiddleware` logs the address in place of the route's template, when `ReadEntry` names who acted to
  /// readers of another organisation, when `CommandSpan` has the name of a case among its (allowed) attributes, when `CaseView.listed` has the `kenmerk` too or an address has it, when a message has a
  /// `traceparent`, when `Verdict.statements` leaves out the links, and when `RequestSpan` goes on with the trace of whoever asks.
  @Suite struct CanaryTests {
    /// Together with ``asked`` they give nearly every personal field; ``told()`` has those that give the rest as well.
    private static let others = [
      "van-notificatie-afgezien", "fase-notificatie", "laatste-poging-met-interventie", "nadere-duiding", "casustype",
      "terugtreden", "datalek", "geen-ontwikkeling", "informatieverzoek-zonder-antwoord", "verzoek-te-laat",
      "samenvoegen", "overdracht-tijdens-weging", "verzoek-afgewezen", "herweging-na-signaal-gemist",
      "gemiste-noodzakelijkheidstoets", "beperking-van-buiten", "oude-informatie", "doel-niet-eens",
      "overdracht-geweigerd", "vernietiging-aangehouden", "signaal-blijft-liggen",
    ]
    /// Of these everybody asks everything.
    private static let asked = ["tot-interventie", "van-signaal-tot-vernietiging"]

    /// The stories of which not everything is asked. Those that give the most fields that none before gave come in addition, so that a new version
    /// of the workflow has no field that is not looked for.
    private static func told() throws -> [String] {
      let folder = try ScenarioFolder(ShippedWorkflows.casework)
      let workflow = try WorkflowFolder.load(ShippedWorkflows.casework).workflow
      var fields = OrderedDictionary<String, Set<Canary.Place>>()
      for name in folder.names {
        var canary = Canary()
        _ = canary.planted(in: try folder.scenario(name), of: workflow)
        fields[name] = canary.given
      }
      var (names, given) = (others, Set<Canary.Place>())
      for name in others + asked { given.formUnion(try #require(fields[name], "there is no story \(name)")) }
      while let (name, next) = fields.max(by: { $0.value.subtracting(given).count < $1.value.subtracting(given).count }
      ),
        !next.isSubset(of: given)
      {
        names.append(name)
        given.formUnion(next)
      }
      return names
    }

    @Test("What is said of people stays where it belongs") func nowhere() async throws {
      let others = try Self.told()
      let work = try await Self.tell(others + Self.asked) { traces, planting, folder, begun in
        let workflow = try WorkflowFolder.load(folder).workflow
        #expect(planting.missing(in: workflow) == [], "personal fields that no story gave")
        let messages = try await CanaryMessages(traces.installation, planting)
        try await messages.send(&planting, of: workflow, at: traces.instance.url)
        let canary = planting
        #expect(canary.count > 120 && canary.dates.count > 5 && canary.numbers.count > 1 && canary.choices > 2)
        let places = try await traces.places(of: canary)
        #expect(places == [], "\(places.count)")
        #expect(try await traces.places(of: messages.plain, sentBy: messages.access) == [])
        #expect(traces.messages.value.count > 100)
        #expect(traces.instance.log.count > 100 && traces.instance.log.filter { !Self.isEntry($0) } == [])
        let answers = try await Answers(
          traces.installation,
          traces.instance,
          folder,
          askingLessOf: others.compactMap { begun[$0] }
        )
        // Who may read it does: it went in.
        let own = answers.texts.filter { $0.organisation == Partners.municipality }
        for value in [canary.mark, canary.choice, "\(canary.dates[0])", "\(canary.numbers[0])"] {
          #expect(own.contains { $0.status == 200 && $0.text.contains(value) }, "\(value)")
        }
        #expect(answers.texts.count > 500)
        #expect(answers.leaks(canary) == [])
        let names = try await Self.names(traces.installation)
        #expect(names.count > 20 && names.count == Set(names).count)
        #expect(try await traces.places(ofNames: names) == [])
        let naming = answers.texts.filter { answer in names.contains { answer.text.contains($0) } }
        #expect(!naming.isEmpty)
        #expect(
          naming.filter { !$0.isOwn || $0.address.wholeMatch(of: /\/v1\/casussen\/[0-9a-f-]{36}/) == nil }.map(
            \.address
          ) == []
        )
        // Each is as docs/openapi.yaml says.
        #expect(try await answers.record.check().count > 20)
        await messages.close()
      }
      work.expectChains()
    }

    /// What the cases that are there are called.
    private static func names(_ installation: Installation) async throws -> [String] {
      let keyring = try installation.settings.keyring()
      return try await installation.rows("select case_id from case_name").compactMap(UUID.init(uuidString:)).map(
        keyring.name
      )
    }

    /// The control: what is planted is found, in a table in each of its forms, and in a header and a key of messages.
    @Test("A leak is found") func leak() async throws {
      _ = try await Self.tell(["tot-weging"]) { traces, planted, _, _ in
        let canary = planted
        try await Self.plant(canary, in: traces.installation)
        let publisher = try await traces.tap.makePublisher()
        var properties = AMQPProperties()
        properties.headers["planted"] = .string(canary.mark)
        _ = try await publisher.publish(
          AMQPMessage(exchange: "amq.fanout", routingKey: "", properties: properties, body: [])
        )
        _ = try await publisher.publish(AMQPMessage(exchange: "amq.topic", routingKey: "a.\(canary.mark)", body: []))
        let mark = canary.mark
        try await traces.messages.wait(for: "the planted messages", limit: .seconds(20)) { messages in
          messages.count { $0.contains(mark) } == 2
        }
        let places = try await traces.places(of: canary)
        #expect(places.count { $0.hasPrefix("table public.planted") } == 7)
        #expect(places.count { $0.hasPrefix("message") } == 2)
      }
    }

    /// Whatever is logged is an object on a line.
    private static func isEntry(_ line: String) -> Bool {
      (try? JSONReader.read(Array(line.utf8)))?["message"]?.string != nil
    }

    /// A row for each form: as it is, as bytes, in Base64, in UTF-16; a date, a number and a choice.
    private static func plant(_ canary: Canary, in installation: Installation) async throws {
      let wide = canary.mark.utf16.map { "00" + String($0, radix: 16) }.joined()
      _ = try await installation.rows(
        """
        create table planted (plain text, bytes bytea, coded text, day date, number bigint);
        insert into planted (plain) values ('\(canary.mark)'), ('\(canary.choice)');
        insert into planted (bytes) values (convert_to('\(canary.mark)', 'UTF8')), (decode('\(wide)', 'hex'));
        insert into planted (coded) values (encode(convert_to(repeat('x', 50) || '\(canary.mark)', 'UTF8'), 'base64'));
        insert into planted (day) values ('\(canary.dates[0])');
        insert into planted (number) values (\(canary.numbers[0]));
        """
      )
    }

    /// - Parameter body: what is told, the folder of the workflow, and an id of the case of each story.
    /// - Returns: what was traced of it.
    private static func tell(
      _ names: [String],
      _ body: (Traces, inout Canary, String, [String: String]) async throws -> Void
    ) async throws -> TracedWork {
      let collector = try StubService { _ in StubService.text("200 OK", body: "{}") }
      defer { collector.stop() }
      var work = TracedWork()
      var canary = Canary()
      let kept = try TemporaryFolder()
      let path = try canary.workflow(in: kept)
      try await Installation.with(.own, workflows: "\(kept.path)/workflows") { installation in
        _ = try await Partners.register(of: path, with: installation.settings)
        let metrics = LocalServices.freePort()
        let instance = try await Instance.start(
          installation.settingsFile,
          port: installation.settings.http.port,
          environment: [
            "CASUSREGIE_METRICS_PORT": "\(metrics)", "CASUSREGIE_LOG_LEVEL": "debug", "CASUSREGIE_LOG_FORMAT": "json",
            "CASUSREGIE_TRACING_ENDPOINT": collector.url, "CASUSREGIE_TRACING_SAMPLE_RATIO": "1",
          ]
        )
        try await instance.waitUntilReady()
        let traces = try await Traces(installation, instance, metricsPort: metrics, collector: collector)
        let begun = try await play(names, of: path, &canary, traces)
        try await body(traces, &canary, path, begun)
        try await TracedWork.ask(at: instance.url)
        await traces.tap.close()
        #expect(try await instance.stop() == 0)
        // At its end it has sent all.
        work = try await TracedWork(traces)
        #expect(collector.requests.filter { $0.contains(canary.mark) || $0.contains(canary.choice) } == [])
      }
      // The service reads its workflows there.
      withExtendedLifetime(kept) {}
      return work
    }

    private static func play(
      _ names: [String],
      of path: String,
      _ canary: inout Canary,
      _ traces: Traces
    ) async throws -> [String: String] {
      let folder = try ScenarioFolder(path)
      let (workflow, installation) = (try WorkflowFolder.load(path).workflow, traces.installation)
      var player = try BriefPlayer(installation, at: traces.instance.url, of: workflow)
      try await StoryClock.letTimeGoBack(installation)
      var begun: [String: String] = [:]
      for name in names {
        let story = canary.planted(in: try folder.scenario(name), of: workflow)
        // What is planted changes nothing in the course of a story.
        try #require(ScenarioRun.failures(of: story, workflow: workflow) == [], "\(name)")
        begun[name] = try await player.play(story)
      }
      // Past the end of all of them.
      _ = try await installation.rows(
        "update local_clock set ahead = (select max(recorded_at) from journal) - clock_timestamp()"
      )
      try await installation.waitUntilAllIsTold()
      let told = try await installation.rows("select sum(confirmed_sequence) from recipient").first.flatMap { Int($0) }
      let count = try #require(told)
      _ = try await traces.messages.wait(for: "all that was told", limit: .seconds(60)) { $0.count >= count }
      return begun
    }
  }
}
