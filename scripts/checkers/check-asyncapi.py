"""Holds docs/asyncapi.yaml to AsyncAPI 3.0, and messages to docs/asyncapi.yaml; prints JSON. `scripts/checkers/asyncapi-checkers` has the
libraries.

    check-asyncapi.py document    what is wrong with the document itself: {"faults": [...]}
    check-asyncapi.py messages    of what is on standard input, one JSON object a line: {"faults": [...], "names": [...]}
                                  {"as": "bericht", "value": {...}, "eigenschappen": {...}}, or as a schema of the document
    check-asyncapi.py schema      {"schema": {...}, "values": [[definition, value], ...]} on standard input: for each value its faults
                                  by that definition, or by the whole schema when it is empty
"""
import json
import pathlib
import sys

import jsonschema
import yaml
from asyncapi3.models import AsyncAPI3

PAGE = pathlib.Path(__file__).parent.parent.parent / "docs" / "asyncapi.yaml"
DRAFT = jsonschema.Draft7Validator


def document():
    return yaml.safe_load(PAGE.read_text())


def resolve(whole, reference):
    """What a reference within the document is to; a KeyError when there is nothing."""
    assert reference.startswith("#/"), f"{reference} is not within the document"
    found = whole
    for part in reference[2:].split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = value.values()
    if isinstance(value, (list, type({}.values()))):
        for part in value:
            yield from references(part)


def faults_of_document():
    whole, faults = document(), []
    try:
        AsyncAPI3.model_validate(whole)
    except ValueError as error:
        faults.append(str(error))
    used = set()
    for reference in references(whole):
        try:
            resolve(whole, reference)
            used.add(reference)
        except KeyError:
            faults.append(f"{reference} leads nowhere")
    for kind, parts in whole["components"].items():
        faults += [f"{kind}/{name} is used nowhere" for name in parts if f"#/components/{kind}/{name}" not in used
                   and (kind, name) != ("schemas", "Versleutelkop")]
    for name, schema in whole["components"]["schemas"].items():
        try:
            DRAFT.check_schema(schema)
        except jsonschema.SchemaError as error:
            faults.append(f"{name}: {error.message}")
        for example in schema.get("examples", []):
            faults += [f"{name}: the example: {fault}" for fault in faults_of(whole, schema, example)]
    for name, message in whole["components"]["messages"].items():
        for example in message.get("examples", []):
            faults += [f"{name}: the example: {fault}" for fault in faults_of(whole, message["payload"], example["payload"])]
    sent = [reference["$ref"] for channel in whole["channels"].values() for reference in channel["messages"].values()]
    faults += [f"{name} is in no channel" for name in whole["components"]["messages"] if f"#/components/messages/{name}" not in sent]
    return faults


def validator(whole, schema):
    return DRAFT({**schema, "components": whole.get("components", {})} if "$ref" not in schema else
                 {"allOf": [schema], "components": whole.get("components", {})}, format_checker=DRAFT.FORMAT_CHECKER)


def parts(whole, schema, value):
    """The schemas that say something of a value: this one, and those it consists of."""
    if isinstance(schema, bool):
        return
    if "$ref" in schema:
        yield from parts(whole, resolve(whole, schema["$ref"]), value)
        return
    yield schema
    for part in schema.get("allOf", []):
        yield from parts(whole, part, value)
    for part in schema.get("oneOf", []):
        if validator(whole, part).is_valid(value):
            yield from parts(whole, part, value)


def unnamed(whole, schemas, value, place=""):
    """Members that the document does not name: a reader passes them over, and the writer of the document forgot them."""
    known = [part for schema in schemas for part in parts(whole, schema, value)]
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from unnamed(whole, [part["items"] for part in known if "items" in part], item, f"{place}/{index}")
    # What is described elsewhere, as an answer of REST, is said to be anything.
    if not isinstance(value, dict) or any(part.get("additionalProperties") is True for part in known):
        return
    for name, member in value.items():
        said = [part["properties"][name] for part in known if name in part.get("properties", {})]
        said += [part["additionalProperties"] for part in known if isinstance(part.get("additionalProperties"), dict)]
        if said:
            yield from unnamed(whole, said, member, f"{place}/{name}")
        else:
            yield f"{place}/{name} is not described"


def faults_of(whole, schema, value):
    found = [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
             for error in validator(whole, schema).iter_errors(value)]
    return found or list(unnamed(whole, [schema], value))


def faults_of_messages(lines):
    whole, faults, names = document(), [], set()
    messages = {message["name"]: message for message in whole["components"]["messages"].values()}
    for line in lines:
        told = json.loads(line)
        if told["as"] != "bericht":
            name, schema = told["as"], {"$ref": f"#/components/schemas/{told['as']}"}
        else:
            name = told["value"].get("type")
            if name not in messages:
                faults.append(f"{name} is no message of the document")
                continue
            schema = messages[name]["payload"]
            trait = resolve(whole, messages[name]["traits"][0]["$ref"])
            faults += [f"{name}: properties{fault}" for fault in faults_of(whole, trait["x-eigenschappen"], told["eigenschappen"])]
            if trait["contentType"] != told["eigenschappen"].get("content_type"):
                faults.append(f"{name}: another content type")
        names.add(name)
        faults += [f"{name}: {fault}" for fault in faults_of(whole, schema, told["value"])]
    return {"faults": sorted(set(faults)), "names": sorted(names)}


def main():
    mode = sys.argv[1]
    if mode == "document":
        answer = {"faults": faults_of_document()}
    elif mode == "messages":
        answer = faults_of_messages(sys.stdin)
    else:
        asked = json.load(sys.stdin)
        DRAFT.check_schema(asked["schema"])
        checkers = {name: DRAFT({**schema, "definitions": asked["schema"]["definitions"]}, format_checker=DRAFT.FORMAT_CHECKER)
                    for name, schema in asked["schema"]["definitions"].items()}
        checkers[""] = DRAFT(asked["schema"], format_checker=DRAFT.FORMAT_CHECKER)
        answer = [[f"/{'/'.join(map(str, error.absolute_path))}: {error.validator}" for error in checkers[name].iter_errors(value)]
                  for name, value in asked["values"]]
    print(json.dumps(answer, ensure_ascii=False))


main()
