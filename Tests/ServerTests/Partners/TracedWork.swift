import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestServices
import Testing

/// What a collector was sent while stories were told, held against what must not be in it and what must.
struct TracedWork {
  private var spans: [OTLPReader.Span] = []

  /// What a sender calls its request.
  private static let caller = "4bf92f3577b34da6a3ce929d0e0e4736"

  /// Somebody asks, and says that it is to be recorded.
  static func ask(at url: String) async throws {
    var request = HTTPClientRequest(url: url + "/v1/werkstromen")
    request.headers.add(name: "traceparent", value: "00-\(caller)-00f067aa0ba902b7-01")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    #expect(response.status == .unauthorized && response.headers["traceparent"] == [])
  }

  /// Nothing yet.
  init() {}

  /// After the service has ended.
  init(_ traces: Traces) async throws {
    let bodies = traces.collector.requests.compactMap { request in
      request.firstRange(of: "\r\n\r\n").map { String(request[$0.upperBound...]) }
    }
    spans = try await OTLPReader.spans(bodies)
    #expect(spans.count > 10 && spans.allSatisfy { $0.service == "casusregie" && $0.nanoseconds >= 0 })
    // No id by which anybody knows a case, an event or an organisation.
    let ids = try await traces.installation.rows(
      """
      select id::text from case_file union select alias::text from case_party union select event_id::text from outbox
      union select number from organisation union select queue from recipient
      """
    )
    let words = Self.words(in: bodies)
    try #require(ids.count > 5)
    #expect(words.isDisjoint(with: ids))
    #expect(words.isDisjoint(with: ids.map { $0.replacing("-", with: "") }))
    // Nobody but the operator can join by them (decision 0033).
    let known = Set(spans.flatMap { [$0.trace, $0.span] }).union([Self.caller])
    #expect(Self.words(in: traces.messages.value).isDisjoint(with: known))
    try expectCaller(traces.instance.log)
  }

  /// What a sender calls its request is pointed to, and not gone on with; whoever reads the log finds the one by the other.
  private func expectCaller(_ log: [String]) throws {
    let pointing = spans.filter { $0.links == [Self.caller] }
    #expect(pointing.count == 1 && !spans.contains { $0.trace == Self.caller })
    let span = try #require(pointing.first)
    #expect(span.parent == "" && span.name == "GET /v1/werkstromen")
    #expect(span.attributes["http.response.status_code"] == "401")
    #expect(
      log.contains { $0.contains(#""trace":"\#(Self.caller)""#) && $0.contains(#""recorded":"\#(span.trace)""#) }
    )
  }

  private static func words(in texts: [String]) -> Set<String> {
    texts.reduce(into: []) { words, text in
      let split = text.utf8.split { byte in
        !(Self.digits.contains(byte) || Self.letters.contains(byte | 0x20) || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "."))
      }
      words.formUnion(split.map { String(decoding: $0, as: UTF8.self) })
    }
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")

  /// From each entrance through door and database to the queue of a partner.
  func expectChains() {
    for (entrance, kind) in [
      ("POST /v1/casussen", "SERVER"), ("POST /v1/casussen/{id}/opdrachten", "SERVER"),
      ("process opdrachten.{organisation}", "CONSUMER"),
    ] {
      let begun = spans.filter { $0.name == entrance && $0.kind == "SPAN_KIND_\(kind)" && $0.parent == "" }
      let whole = begun.filter { first in
        parts(of: first, "command").contains {
          hasWrite($0) && hasMessage($0) && $0.attributes["casusregie.command.outcome"] == "accepted"
        }
      }
      #expect(!whole.isEmpty, "\(entrance): \(begun.count)")
    }
    let fired = spans.filter { $0.name == "deadlines" && $0.parent == "" }
    #expect(fired.contains { hasWrite($0) && hasMessage($0) }, "deadlines: \(fired.count)")
  }

  private func hasWrite(_ span: OTLPReader.Span) -> Bool {
    parts(of: span, "SELECT write_cases").contains { $0.kind == "SPAN_KIND_CLIENT" && !$0.isError }
  }

  private func hasMessage(_ span: OTLPReader.Span) -> Bool {
    parts(of: span, "publish events.{organisation}").contains { $0.kind == "SPAN_KIND_PRODUCER" && !$0.isError }
  }

  private func parts(of span: OTLPReader.Span, _ name: String) -> [OTLPReader.Span] {
    spans.filter { $0.parent == span.span && $0.trace == span.trace && $0.name == name }
  }
}
