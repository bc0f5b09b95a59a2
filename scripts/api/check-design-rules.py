"""Holds a description of an API to the NLGov REST API Design Rules 2.2, as far as a description can show them; prints JSON. It asks for
no library.

    check-design-rules.py       {"document": {...}, "changes": [{"at": "/info/version", "value": 1} or {"at": ...}, ...]} on standard
                                input: a list of [rule, place] for the document, and one for it with each of the changes alone; a
                                change without a value takes away what is there

docs/design-rules.md has all rules, and where each is looked after.
"""
import copy
import json
import re
import sys

METHODS = ("get", "put", "post", "delete", "patch")
RULES = []


def rule(name):
    """A function that yields the places where a document breaks the rule."""
    def add(function):
        RULES.append((f"/core/{name}", function))
        return function
    return add


def resolve(whole, value):
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        found = whole
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value


def operations(whole):
    """(place, path item, operation)"""
    for path, item in whole["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method} {path}", item, item[method]


def parameters(whole):
    for place, item, operation in operations(whole):
        for parameter in item.get("parameters", []) + operation.get("parameters", []):
            yield place, resolve(whole, parameter)


def responses(whole):
    for place, _, operation in operations(whole):
        for status, response in operation["responses"].items():
            yield f"{place} {status}", status, resolve(whole, response)


def properties(value, place=""):
    """(place, name, schema) of all members of objects, wherever a schema is."""
    if isinstance(value, dict):
        for name, schema in value.get("properties", {}).items() if isinstance(value.get("properties"), dict) else ():
            yield f"{place}/{name}", name, schema
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from properties(part, f"{place}/{name}")


def formats(whole, schema):
    """The formats that a value can have, each with a null left out."""
    schema = resolve(whole, schema)
    found = {schema["format"]} if "format" in schema else set()
    for part in schema.get("anyOf", []) + schema.get("oneOf", []) + schema.get("allOf", []):
        found |= formats(whole, part)
    return found


def texts(value, place=""):
    """What people read."""
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if name in ("summary", "description", "title") and isinstance(part, str):
            yield f"{place}/{name}", part
        else:
            yield from texts(part, f"{place}/{name}")


def segments(path):
    return [part for part in path.split("/") if part and not part.startswith("{")]


@rule("no-trailing-slash")
def _(whole):
    yield from (path for path in whole["paths"] if path != "/" and path.endswith("/"))


@rule("path-segments-kebab-case")
def _(whole):
    for path in whole["paths"]:
        last = path.rstrip("/").split("/")[-1]
        for segment in segments(path):
            # A document has an extension; a registered name begins with a full stop (RFC 8615); an operation may begin with «_».
            plain = re.sub(r"\.(json|yaml)$|^\.|^_", "", segment) if segment in (last, ".well-known") else segment
            if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", plain):
                yield path


@rule("query-keys-camel-case")
def _(whole):
    for place, parameter in parameters(whole):
        if parameter["in"] == "query" and not re.fullmatch("[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", parameter["name"]):
            yield f"{place} {parameter['name']}"


@rule("http-methods")
def _(whole):
    known = METHODS + ("parameters", "servers", "summary", "description")
    yield from (f"{name} {path}" for path, item in whole["paths"].items() for name in item if name not in known)


@rule("http-safety")
def _(whole):
    for place, _, operation in operations(whole):
        if place.startswith("get ") and "requestBody" in operation:
            yield place


@rule("http-response-code")
def _(whole):
    known = {"200", "201", "202", "204", "304", "400", "401", "403", "404", "405", "406", "409", "410", "412", "413", "415", "428",
             "429", "500", "503"}
    yield from (place for place, status, _ in responses(whole) if status not in known)


@rule("naming-collections")
def _(whole):
    # What holds many has a plural before the one that is meant; a calendar has an address that is a secret, and is in no collection.
    for path in whole["paths"]:
        parts = path.split("/")
        for name, follower in zip(parts, parts[1:]):
            if follower.startswith("{") and not name.startswith("{") and not name.endswith(("en", "s")) and path != "/agenda/{geheim}":
                yield path


@rule("hide-implementation")
def _(whole):
    text = json.dumps(whole).lower()
    for word in ("postgres", "rabbitmq", "hummingbird", "swift", "select ", "stack trace"):
        if word in text:
            yield word


@rule("error-handling/problem-details")
def _(whole):
    for place, status, response in responses(whole):
        if status[0] in "45":
            schema = resolve(whole, response.get("content", {}).get("application/problem+json", {}).get("schema", {}))
            if not {"status", "title", "detail"} <= set(schema.get("required", [])) & set(schema.get("properties", {})):
                yield place


@rule("error-handling/invalid-input")
def _(whole):
    for place, item, operation in operations(whole):
        parameters = [resolve(whole, one) for one in item.get("parameters", []) + operation.get("parameters", [])]
        # No tag is wrong: one that is not known names nothing that is there.
        takes = any(one["name"] != "If-None-Match" for one in parameters) or not place.startswith("get ")
        if takes and "400" not in operation["responses"] or "422" in operation["responses"]:
            yield place


@rule("error-handling/all-errors")
def _(whole):
    problem = whole["components"]["schemas"]["Probleem"]
    faults = resolve(whole, problem["properties"].get("fouten", {}))
    if faults.get("type") != "array" or "veld" not in resolve(whole, faults["items"]).get("required", []):
        yield "Probleem/fouten"


@rule("doc-openapi")
def _(whole):
    if not re.fullmatch(r"3\.[0-9]+\.[0-9]+", str(whole.get("openapi"))):
        yield "openapi"


@rule("doc-openapi-contact")
def _(whole):
    yield from (name for name in ("name", "email", "url") if not whole["info"].get("contact", {}).get(name))


@rule("doc-language")
def _(whole):
    for place, text in texts(whole):
        if re.search(r"\b(the|and|with|this|which|from|are)\b", re.sub("`[^`]*`", "", text), re.IGNORECASE):
            yield place


@rule("publish-openapi")
def _(whole):
    item = whole["paths"].get("/openapi.json", {})
    if item.get("get", {}).get("security") != [] or len([name for name in item if name in METHODS]) != 1:
        yield "/openapi.json"
    names = [operation.get("operationId") for _, _, operation in operations(whole)]
    yield from sorted({str(name) for name in names if names.count(name) > 1})
    yield from (name for name in whole["components"]["schemas"] if not re.fullmatch("[A-Z][A-Za-z0-9]*", name))


@rule("uri-version")
def _(whole):
    yield from (server["url"] for server in whole.get("servers") or [{"url": "none"}]
                if not re.fullmatch(r"(https://[^/]+)?(/[a-z0-9-]+)*/v[1-9][0-9]*", server["url"]))
    yield from (path for path in whole["paths"] if re.search(r"/v[0-9]", path))


@rule("semver")
def _(whole):
    number = r"(0|[1-9][0-9]*)"
    if not re.fullmatch(rf"{number}\.{number}\.{number}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", str(whole["info"].get("version"))):
        yield "info/version"


@rule("version-header")
def _(whole):
    yield from (place for place, _, response in responses(whole)
                if "api-version" not in {name.lower() for name in response.get("headers", {})})


@rule("date-time/format")
def _(whole):
    yield from (place for place, _, schema in properties(whole)
                if formats(whole, schema) & {"time", "date-time-local"})


@rule("date-time/timezone")
def _(whole):
    for place, name, schema in properties(whole):
        if re.search("[tT]ijdstip$", name) and formats(whole, schema) != {"date-time"}:
            yield place


@rule("date-time/date-omit-time-portion")
def _(whole):
    for place, name, schema in properties(whole):
        if re.search("(^datum|Datum|^date|Date|_datum)$", name) and formats(whole, schema) != {"date"}:
            yield place


@rule("transport/no-sensitive-uris")
def _(whole):
    for place, parameter in parameters(whole):
        if parameter["in"] in ("query", "path") and re.search("bsn|naam|geboorte|persoon|adres", parameter["name"], re.IGNORECASE):
            yield f"{place} {parameter['name']}"


def changed(whole, change):
    other = copy.deepcopy(whole)
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in change["at"].removeprefix("/").split("/")]
    holder = other
    for part in parents:
        holder = holder[int(part) if isinstance(holder, list) else part]
    if "value" in change:
        holder[int(last) if isinstance(holder, list) else last] = change["value"]
    else:
        del holder[last]
    return other


def found(whole):
    return [[name, place] for name, broken in RULES for place in broken(whole)]


def main():
    asked = json.load(sys.stdin)
    whole = asked["document"]
    told = [found(whole)] + [found(changed(whole, change)) for change in asked["changes"]]
    print(json.dumps({"rules": [name for name, _ in RULES], "found": told}, ensure_ascii=False))


main()
