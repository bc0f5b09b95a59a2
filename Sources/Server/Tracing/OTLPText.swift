import OrderedCollections
import Requests
import StrictJSON
import Tracing

/// Spans as OTLP in JSON (OpenTelemetry protocol 1.x, `ExportTraceServiceRequest`): ids in hexadecimal, numbers of 64 bits as texts, kinds and
/// codes as numbers.
enum OTLPText {
  /// What may be told of a span. Whatever else something puts there, a library too, goes nowhere.
  static let attributes: Set = [
    "casusregie.cases", "casusregie.command.code", "casusregie.command.outcome", "casusregie.message.outcome",
    "db.operation.batch.size", "db.query.summary", "db.system.name", "error.type", "http.request.method",
    "http.response.status_code", "http.route", "messaging.batch.message_count", "messaging.destination.template",
    "messaging.operation.name", "messaging.operation.type", "messaging.system",
  ]

  /// - Parameter instance: which process of the service it is.
  static func request(_ spans: [FinishedSpan], instance: String) -> JSON {
    let resource: JSON = [
      "attributes": [member("service.name", text("casusregie")), member("service.instance.id", text(instance))]
    ]
    let scope: JSON = ["scope": ["name": "casusregie"], "spans": .array(spans.map(span))]
    return ["resourceSpans": [["resource": resource, "scopeSpans": [scope]]]]
  }

  private static func span(_ span: FinishedSpan) -> JSON {
    var attributes: [(String, JSON)] = []
    span.attributes.forEach { name, value in
      if Self.attributes.contains(name), let value = Self.value(value) { attributes.append((name, value)) }
    }
    let listed = attributes.sorted { $0.0 < $1.0 }.map(member)
    return .object([
      "traceId": .string(String(span.identity.trace)),
      "spanId": .string(String(span.identity.span)),
      "parentSpanId": span.parent.map(JSON.string),
      "name": .string(span.name),
      "kind": .integer(kind(span.kind)),
      "startTimeUnixNano": .string("\(span.start)"),
      "endTimeUnixNano": .string("\(span.end)"),
      "attributes": listed.isEmpty ? nil : .array(listed),
      "links": span.links.isEmpty ? nil : .array(span.links.map(link)),
      // Not set is 0: that it went well is for whoever looks to say.
      "status": span.isError ? ["code": 2] : nil,
    ])
  }

  private static func link(_ identity: TraceParent) -> JSON {
    ["traceId": .string(String(identity.trace)), "spanId": .string(String(identity.span))]
  }

  private static func member(_ name: String, _ value: JSON) -> JSON { ["key": .string(name), "value": value] }

  private static func text(_ value: String) -> JSON { ["stringValue": .string(value)] }

  private static func value(_ attribute: SpanAttribute) -> JSON? {
    switch attribute {
    case .string(let value): text(value)
    case .int64(let value): ["intValue": .string("\(value)")]
    case .int32(let value): ["intValue": .string("\(value)")]
    case .double(let value) where value.isFinite: ["doubleValue": .decimal(value)]
    case .bool(let value): ["boolValue": .bool(value)]
    // Nothing here has lists.
    default: nil
    }
  }

  private static func kind(_ kind: SpanKind) -> Int64 {
    switch kind {
    case .internal: 1
    case .server: 2
    case .client: 3
    case .producer: 4
    case .consumer: 5
    }
  }
}
