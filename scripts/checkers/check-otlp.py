"""Reads what a collector was sent (OTLP in JSON, one request a line on standard input) into OpenTelemetry's own messages, which refuse what
they do not know, and prints each span as a JSON object on a line. `scripts/checkers/asyncapi-checkers` has the libraries.
"""
import base64
import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

IDS = {"traceId": 16, "spanId": 8, "parentSpanId": 8}


def coded(value):
    """The same with ids in base64: OTLP has them in hexadecimal, other than the JSON of protocol buffers."""
    if isinstance(value, list):
        return [coded(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for name, item in value.items():
        if name in IDS:
            plain = bytes.fromhex(item)
            assert len(plain) == IDS[name] and any(plain), f"{name}: {item}"
            assert item == item.lower(), f"{name}: {item}"
            item = base64.b64encode(plain).decode()
        result[name] = coded(item)
    return result


def attributes(pairs):
    values = {}
    for pair in pairs:
        assert pair.key not in values, f"twice: {pair.key}"
        values[pair.key] = getattr(pair.value, pair.value.WhichOneof("value"))
    return values


for line in sys.stdin:
    request = ExportTraceServiceRequest()
    json_format.ParseDict(coded(json.loads(line)), request)
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                print(json.dumps({
                    "service": attributes(resource.resource.attributes)["service.name"],
                    "name": span.name,
                    "kind": Span.SpanKind.Name(span.kind),
                    "trace": span.trace_id.hex(),
                    "span": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "nanoseconds": span.end_time_unix_nano - span.start_time_unix_nano,
                    "year": 1970 + span.start_time_unix_nano // 31_556_952_000_000_000,
                    "isError": span.status.code == Status.STATUS_CODE_ERROR,
                    "attributes": {name: str(value) for name, value in attributes(span.attributes).items()},
                    "links": [link.trace_id.hex() for link in span.links],
                }))
