"""Holds descriptions of the API (OpenAPI 3.1) to the standard, and what goes over HTTP to them; prints JSON. `scripts/checkers/asyncapi-checkers` has
the libraries.

    check-openapi.py document   a description on standard input: what is wrong with it and with the examples in it: [...]
    check-openapi.py bodies     {"document": {...}, "bodies": [[operationId, body], ...]}: for each body its faults as that of a request
    check-openapi.py answers    one JSON object a line, held to docs/openapi.yaml: {"faults": [...], "operations": [...]}
                                {"method": "GET", "path": "/v1/...", "status": 200, "headers": {"name": "value"}, "body": "text"}
"""
import collections
import json
import pathlib
import re
import sys

import jsonschema
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

PAGE = pathlib.Path(__file__).parent.parent.parent / "docs" / "openapi.yaml"
# In C where it is there: ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DRAFT = jsonschema.Draft202012Validator
METHODS = ("get", "put", "post", "delete", "patch")


def resolve(whole, value):
    """What a value is, or what it refers to within the document."""
    while isinstance(value, dict) and "$ref" in value:
        found = whole
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value


CHECKERS = {}


def checker(whole, schema):
    """Made once for each schema: that takes longer than to hold a value to it."""
    known = CHECKERS.get(id(schema))
    if known is None:
        known = DRAFT({"allOf": [schema], "components": whole["components"]}, format_checker=DRAFT.FORMAT_CHECKER)
        CHECKERS[id(schema)] = known
    return known


def schema_faults(whole, schema, value):
    return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for error in checker(whole, schema).iter_errors(value)]


def parts(whole, schema, value):
    """The schemas that say something of a value: this one, and those it consists of."""
    if isinstance(schema, bool):
        return
    if "$ref" in schema:
        yield from parts(whole, resolve(whole, {"$ref": schema["$ref"]}), value)
    yield schema
    for part in schema.get("allOf", []):
        yield from parts(whole, part, value)
    for part in schema.get("oneOf", []) + schema.get("anyOf", []):
        if not schema_faults(whole, part, value):
            yield from parts(whole, part, value)


def unnamed(whole, schemas, value, place=""):
    """Members that the document does not name: a reader passes them over, and the writer of the document forgot them."""
    known = [part for schema in schemas for part in parts(whole, schema, value)]
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from unnamed(whole, [part["items"] for part in known if "items" in part], item, f"{place}/{index}")
    # What is described elsewhere, as a schema of commands, is said to be an object and no more.
    if not isinstance(value, dict) or known and not any("properties" in part or "additionalProperties" in part for part in known):
        return
    for name, member in value.items():
        said = [part["properties"][name] for part in known if name in part.get("properties", {})]
        said += [part["additionalProperties"] for part in known if isinstance(part.get("additionalProperties"), dict)]
        if said:
            yield from unnamed(whole, said, member, f"{place}/{name}")
        else:
            yield f"{place}/{name} is not described"


def form(value):
    """What members there are, and of which types: what is described of one value is of all with its form."""
    if isinstance(value, dict):
        return tuple((name, form(member)) for name, member in sorted(value.items()))
    return tuple(sorted(set(map(form, value)), key=repr)) if isinstance(value, list) else type(value).__name__


def operations(whole):
    """(method, path below the server, path item, operation)"""
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item, item[method]


def examples(whole, value, place=""):
    """(place, schema, example): of media types, headers and parameters, and in schemas."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from examples(whole, item, f"{place}/{index}")
    if not isinstance(value, dict):
        return
    schema = value.get("schema", value)
    if "example" in value and not isinstance(value.get("properties", {}), list):
        yield place, schema, value["example"]
    if isinstance(value.get("examples"), dict):
        for name, example in value["examples"].items():
            yield f"{place}/{name}", schema, resolve(whole, example)["value"]
    elif isinstance(value.get("examples"), list):
        for example in value["examples"]:
            yield place, schema, example
    for name, member in value.items():
        if name not in ("example", "examples", "default", "enum"):
            yield from examples(whole, member, f"{place}/{name}")


def faults_of_document(whole):
    faults = [error.message[:300] for error in OpenAPIV31SpecValidator(whole).iter_errors()]
    for place, schema, example in examples(whole, whole):
        faults += [f"{place}: the example: {fault}" for fault in schema_faults(whole, schema, example)]
    return faults


def faults_of_bodies(whole, bodies):
    schemas = {operation["operationId"]: resolve(whole, operation["requestBody"])["content"]["application/json"]["schema"]
               for _, _, _, operation in operations(whole) if "requestBody" in operation}
    return [[f"/{'/'.join(map(str, error.absolute_path))}: {error.validator}"
             for error in checker(whole, schemas[name]).iter_errors(body)] for name, body in bodies]


PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}}


class Answers:
    """Holds answers to the description of the operation that gave them."""

    def __init__(self, whole):
        self.whole, self.known, self.forms = whole, [], collections.Counter()
        for method, path, item, operation in operations(whole):
            base = resolve(whole, item.get("servers", whole["servers"])[0])["url"].rstrip("/")
            pattern = re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(base + path))
            # One that has a word where another has a parameter goes first.
            self.known.append((path.count("{"), re.compile(pattern), method, operation))
        self.known.sort(key=lambda known: known[0])

    def operation(self, method, address):
        path = address.split("?")[0]
        for _, pattern, known, operation in self.known:
            if known == method.lower().replace("head", "get") and pattern.fullmatch(path):
                return operation
        return None

    def faults(self, answer):
        operation = self.operation(answer["method"], answer["path"])
        name, status = operation["operationId"] if operation else "-", str(answer["status"])
        if operation is None:
            # No such address: a problem, and nothing more can be said of it.
            described, found = PROBLEM, [] if answer["status"] in (404, 405) else ["is not described"]
        elif status in operation["responses"]:
            described, found = resolve(self.whole, operation["responses"][status]), []
        else:
            return name, [f"{name} {status} is not described"]
        found += self.header_faults(described, answer["headers"])
        found += self.body_faults(described, answer["headers"], answer["body"])
        return name, [f"{name} {status}: {fault}" for fault in found]

    def header_faults(self, described, headers):
        for name, header in described.get("headers", {}).items():
            value = headers.get(name.lower())
            if value is None:
                continue
            schema = resolve(self.whole, resolve(self.whole, header)["schema"])
            value = int(value) if schema.get("type") == "integer" and value.isdigit() else value
            yield from (f"{name}{fault}" for fault in schema_faults(self.whole, schema, value))
        if "api-version" not in headers:
            yield "has no API-Version"

    def body_faults(self, described, headers, body):
        content = described.get("content", {})
        if not content:
            return ["has content that is not described"] if body else []
        media = headers.get("content-type", "").split(";")[0]
        if media not in content:
            return [f"is {media}, which is not described"]
        if not media.endswith("json"):
            return []
        value, schema = json.loads(body), content[media]["schema"]
        seen = id(schema), form(value)
        self.forms[seen] += 1
        # Stories give thousands of a few forms.
        if self.forms[seen] > 20:
            return []
        faults = schema_faults(self.whole, schema, value)
        return faults or list(unnamed(self.whole, [schema], value)) if self.forms[seen] == 1 else faults


def main():
    mode = sys.argv[1]
    if mode == "document":
        told = faults_of_document(json.load(sys.stdin))
    elif mode == "bodies":
        asked = json.load(sys.stdin)
        told = faults_of_bodies(asked["document"], asked["bodies"])
    else:
        answers = Answers(yaml.load(PAGE.read_text(), LOADER))
        held = [(answer["status"], *answers.faults(answer)) for answer in map(json.loads, sys.stdin)]
        told = {"faults": sorted({fault for _, _, faults in held for fault in faults}),
                "operations": sorted({f"{name} {status}" for status, name, _ in held})}
    print(json.dumps(told, ensure_ascii=False))


main()
