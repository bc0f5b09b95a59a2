import AsyncHTTPClient
import Foundation
import Logging
import NIOHTTP1
import Requests
import Retrying
import ServiceLifecycle
import TestServices
import Testing
import Tracing

@testable import Server

/// Spans on their way to a collector that is there, away, or will have none of it. It must fail when a batch is not sent again, when the end
/// of the service does not wait for the last spans, and when a collector that refuses is asked again.
@Suite("Spans sent to a collector", .timeLimit(.minutes(5))) struct SpanExporterTests {
  @Test("What a collector cannot take now is sent again, and the last at the end") func again() async throws {
    let collector = try StubService { number in
      number == 1 ? StubService.text("503 Service Unavailable", body: "") : StubService.text("200 OK", body: "{}")
    }
    defer { collector.stop() }
    let queue = SpanQueue()
    Self.add(["first"], to: queue)
    let log = Signal<[String]>([])
    try await Self.running(queue, collector.url, log) {
      try await waitFor("the second attempt") { collector.requests.count == 2 }
      try await log.wait(for: "the end of it") { $0.contains { $0.contains("again") } }
      Self.add(["last"], to: queue)
    }
    let requests = collector.requests
    #expect(requests.count == 3 && Self.body(requests[0]) == Self.body(requests[1]))
    #expect(Self.body(requests[1]).contains(#""name":"first""#) && Self.body(requests[2]).contains(#""name":"last""#))
    let head = requests[0].lowercased()
    #expect(head.hasPrefix("post /v1/traces http/1.1") && head.contains("content-type: application/json"))
    #expect(head.contains("x-key: geheim"))
    #expect(
      log.value == ["warning the collector takes no traces", "notice the collector takes traces again"]
    )
  }

  @Test("What a collector refuses is dropped") func refused() async throws {
    let collector = try StubService { number in
      StubService.text(number == 1 ? "400 Bad Request" : "200 OK", body: "")
    }
    defer { collector.stop() }
    let queue = SpanQueue()
    Self.add(["first"], to: queue)
    let log = Signal<[String]>([])
    try await Self.running(queue, collector.url, log) {
      try await log.wait(for: "the refusal") { !$0.isEmpty }
      Self.add(["second"], to: queue)
      // The end of the service comes after the answer: before it, the same is sent once more.
      try await log.wait(for: "the next being taken") { $0.contains { $0.contains("again") } }
    }
    #expect(collector.requests.count == 2 && !Self.body(collector.requests[1]).contains("first"))
  }

  @Test("The end of the service does not wait for a collector that does not answer") func silent() async throws {
    let collector = try StubService(hangs: true) { _ in "" }
    defer { collector.stop() }
    let queue = SpanQueue()
    Self.add(["first"], to: queue)
    try await Self.running(queue, collector.url, Signal([])) {
      try await waitFor("a request") { collector.requests.count == 1 }
    }
    #expect(queue.count == 0)
  }

  @Test("A file of headers has names and values, and is not told when it has not") func headers() async throws {
    let folder = try TemporaryFolder()
    let usual = """
      "service": {"oin": "00000099000000000000", "url": "https://casus.example"}, "keyring": {"file": "/nergens"},
      "database": {"url": "postgresql:///casus?host=/run"}, "broker": {"url": "amqps://c@mq.example"},
      "identity": {"issuer": "https://inloggen.example", "audience": "casusregie"}
      """
    for (text, isRight) in [
      ("Authorization: Bearer geheim\nX-Scope: a\n", true), ("geheim", false), ("a b: geheim", false),
    ] {
      let headers = try folder.write(text, to: "headers")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: headers)
      let tracing =
        #""tracing": {"endpoint": "https://collector.example:4318/", "headersFile": "\#(headers)", "sampleRatio": 1}"#
      let settings = try await Settings.read(file: folder.write("{\(usual), \(tracing)}", to: "settings.json"))
      #expect(settings.tracing.sampleRatio == 1 && !settings.tracing.continueFromProxy)
      guard isRight else {
        let error = #expect(throws: SettingsError.self) { try settings.collector() }
        #expect(error?.faults.count == 1 && error?.faults.joined().contains("geheim") == false)
        continue
      }
      let collector = try #require(try settings.collector())
      #expect(collector.url == "https://collector.example:4318/v1/traces")
      #expect(collector.headers.map { "\($0.name)=\($0.value)" } == ["Authorization=Bearer geheim", "X-Scope=a"])
    }
  }

  private static func add(_ names: [String], to queue: SpanQueue) {
    for name in names {
      let identity = TraceParent(within: nil, isSampled: true)
      queue.add(FinishedSpan(identity: identity, parent: nil, name: name, kind: .internal, start: 1))
    }
  }

  private static func body(_ request: String) -> Substring {
    request.firstRange(of: "\r\n\r\n").map { request[$0.upperBound...] } ?? ""
  }

  /// While the exporter works; then it ends as a service does.
  private static func running(
    _ queue: SpanQueue,
    _ url: String,
    _ log: Signal<[String]>,
    _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    var times = SpanExporter.Times()
    times.pause = .milliseconds(10)
    times.last = .milliseconds(500)
    times.backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(50))
    let exporter = SpanExporter(
      queue: queue,
      collector: Collector(url: url + "/v1/traces", headers: ["X-Key": "geheim"]),
      times: times,
      logger: Logger(label: "exporter") { _ in LogLines(lines: log) }
    )
    let group = ServiceGroup(services: [exporter], logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
    async let end: Void = group.run()
    try await body()
    await group.triggerGracefulShutdown()
    try await end
  }
}
