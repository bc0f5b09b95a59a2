import Foundation
import Requests
import StrictJSON
import TestServices
import Testing
import Tracing

@testable import Server

/// Spans as a collector gets them, by the protocol's mapping to JSON. It must fail when an id is in base64, a time or a whole number is a number, a
/// kind is a word, or an attribute goes out that is not in the list.
@Suite("Spans as OTLP") struct OTLPTextTests {
  private static let trace = "0af7651916cd43dd8448eb211c80319c"

  private static func span(_ change: (inout FinishedSpan) -> Void = { _ in }) throws -> FinishedSpan {
    let identity = try #require(TraceParent("00-\(trace)-b7ad6b7169203331-01"))
    var span = FinishedSpan(
      identity: identity,
      parent: "00f067aa0ba902b7",
      name: "publish events.{organisation}",
      kind: .producer,
      start: 1_764_516_694_123_456_789
    )
    span.end = 1_764_516_694_223_456_789
    change(&span)
    return span
  }

  @Test("A span has the form of the protocol") func form() throws {
    let span = try Self.span { span in
      span.attributes["messaging.batch.message_count"] = 12
      span.attributes["messaging.system"] = "rabbitmq"
      span.attributes["messaging.message.body"] = "geheim"
      span.isError = true
      span.links = TraceParent("00-11111111111111111111111111111111-2222222222222222-00").map { [$0] } ?? []
    }
    let text = OTLPText.request([span], instance: "one").text
    #expect(
      text == """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"casusregie"}},\
        {"key":"service.instance.id","value":{"stringValue":"one"}}]},"scopeSpans":[{"scope":{"name":"casusregie"},"spans":[\
        {"traceId":"\(Self.trace)","spanId":"b7ad6b7169203331","parentSpanId":"00f067aa0ba902b7",\
        "name":"publish events.{organisation}","kind":4,"startTimeUnixNano":"1764516694123456789",\
        "endTimeUnixNano":"1764516694223456789","attributes":[\
        {"key":"messaging.batch.message_count","value":{"intValue":"12"}},\
        {"key":"messaging.system","value":{"stringValue":"rabbitmq"}}],\
        "links":[{"traceId":"11111111111111111111111111111111","spanId":"2222222222222222"}],"status":{"code":2}}]}]}]}
        """
    )
  }

  @Test("OpenTelemetry's own messages read it, each kind and value") func read() async throws {
    let kinds: [SpanKind] = [.internal, .server, .client, .producer, .consumer]
    let values: [SpanAttribute] = [.int64(.max), .int32(-1), .double(0.5), .bool(true), .string("a \" \n\u{1F469}")]
    let spans = kinds.map { kind in
      var span = FinishedSpan(
        identity: TraceParent(within: nil, isSampled: true),
        parent: nil,
        name: "x",
        kind: kind,
        start: 1_764_516_694_000_000_000
      )
      span.end = span.start + 1
      for (name, value) in zip(OTLPText.attributes.sorted(), values) { span.attributes.set(name, value: value) }
      return span
    }
    let read = try await OTLPReader.spans([OTLPText.request(spans, instance: "one").text])
    #expect(
      read.map(\.kind) == ["INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"].map { "SPAN_KIND_\($0)" }
    )
    #expect(zip(read, spans).allSatisfy { $0.trace == $1.identity.trace && $0.span == $1.identity.span })
    #expect(read.allSatisfy { $0.parent == "" && $0.nanoseconds == 1 && $0.year == 2025 && $0.service == "casusregie" })
    let told = read.first?.attributes.sorted { $0.key < $1.key }.map(\.value)
    #expect(told == ["9223372036854775807", "-1", "0.5", "True", "a \" \n\u{1F469}"])
  }

  @Test("A span begins within another, or a trace, and what is not sampled is not recorded") func sampling() throws {
    for (ratio, recorded) in [(0.0, 0), (1.0, 3)] {
      let queue = SpanQueue()
      let tracer = SpanTracer(ratio: ratio, queue: queue)
      let first = tracer.startSpan("one", context: .topLevel, ofKind: .server)
      let second = tracer.startSpan("two", context: first.context)
      #expect(first.isRecording == (ratio == 1) && second.isRecording == first.isRecording)
      second.attributes["http.route"] = "/v1/casussen"
      second.end()
      second.end()
      first.end()
      // Another decided, wherever its trace began.
      for (flag, isRecorded) in [("00", false), ("01", true)] {
        var context = InstrumentationContext.topLevel
        tracer.extract(["traceparent": "00-\(Self.trace)-b7ad6b7169203331-\(flag)"], into: &context, using: Text())
        let span = tracer.startSpan("three", context: context)
        #expect(span.isRecording == isRecorded)
        if ratio == 1 { span.end() }
      }
      let spans = queue.take(atMost: 10)
      #expect(spans.count == recorded)
      guard recorded > 0 else { continue }
      #expect(spans.map(\.name) == ["two", "one", "three"])
      #expect(spans[0].parent == String(spans[1].identity.span) && spans[0].identity.trace == spans[1].identity.trace)
      #expect(spans[1].parent == nil && spans[2].parent == "b7ad6b7169203331" && spans[2].identity.trace == Self.trace)
    }
  }

  @Test("What has no room is dropped") func bounded() throws {
    let queue = SpanQueue()
    for _ in 0..<SpanQueue.most + 5 { queue.add(try Self.span()) }
    #expect(queue.count == SpanQueue.most)
  }

  @Test("The page has each attribute that may go out, and no other") func page() throws {
    let page = try String(contentsOf: Program.root.appending(path: "docs/operations/observing.md"), encoding: .utf8)
    let chapter = page.components(separatedBy: "### ").first { $0.hasPrefix("Spans") } ?? ""
    let named = Set(chapter.matches(of: /`([a-z]+\.[a-z_.]+)`/).map { String($0.output.1) })
    #expect(named.subtracting(["service.name", "service.instance.id"]) == OTLPText.attributes)
  }

  private struct Text: Extractor {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
  }
}
