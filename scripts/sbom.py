#!/usr/bin/env python3
"""Writes what a build of casusregie is made of, as CycloneDX 1.5 in JSON, on standard output.

    scripts/sbom.py --version VERSION --program FILE

Libraries in Swift are those of `Package.resolved`, at the commit that was built; Debian packages are those that have the
libraries that the program loads, directly or through others. The same build gives the same bytes: the moment is that of
SOURCE_DATE_EPOCH, and the number follows from the content.
"""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LICENCE = {"license": {"id": "EUPL-1.2"}}


def output(*command):
    """What a command writes; fails as it does."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def swift_libraries():
    """One component for each library of `Package.resolved`, by identity; none without that file."""
    try:
        with open(os.path.join(ROOT, "Package.resolved"), encoding="utf-8") as file:
            pins = json.load(file)["pins"]
    except FileNotFoundError:
        print("sbom: there is no Package.resolved, so no libraries are listed", file=sys.stderr)
        return {}
    found = {}
    for pin in sorted(pins, key=lambda pin: pin["identity"]):
        address = re.sub(r"(\.git)?/*$", "", pin["location"])
        name = re.sub(r"^[a-z]+://", "", address)
        version = pin["state"].get("version") or pin["state"]["revision"]
        reference = f"pkg:swift/{name}@{version}"
        found[pin["identity"]] = {
            "type": "library",
            "bom-ref": reference,
            "name": pin["identity"],
            "version": version,
            "purl": reference,
            "externalReferences": [{"type": "vcs", "url": address}],
            "properties": [{"name": "casusregie:revision", "value": pin["state"]["revision"]}],
        }
    return found


def dependencies(libraries):
    """Which library needs which, as the package manager says, by identity; and which the program needs itself."""
    if not libraries:
        return {}, []
    text = output("swift", "package", "--disable-automatic-resolution", "show-dependencies", "--format", "json")
    top = json.loads(text[text.index("{") :])
    needs = {}

    def walk(node):
        names = sorted({child["identity"] for child in node["dependencies"]} & set(libraries))
        for child in node["dependencies"]:
            needs[child["identity"]] = walk(child)
        return names

    return needs, walk(top)


def toolchain():
    """Swift itself, of which the runtime is linked into the program."""
    version = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
    reference = f"pkg:generic/swift@{version}"
    return {"type": "framework", "bom-ref": reference, "name": "swift", "version": version, "purl": reference}


def debian_packages(program):
    """One component for each package that has a library that the program loads; those of no package are told."""
    paths = re.findall(r"(/\S+) \(0x", output("ldd", program))
    names, missing = set(), []
    for path in paths:
        for candidate in (path, os.path.realpath(path)):
            known = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True, check=False)
            if known.returncode == 0:
                names.add(known.stdout.split(": ")[0])
                break
        else:
            missing.append(path)
    if missing:
        print(f"sbom: of no Debian package: {' '.join(sorted(missing))}", file=sys.stderr)
    form = "${Package}\t${Version}\t${Architecture}\t${source:Package}\n"
    with open("/etc/os-release", encoding="utf-8") as file:
        distribution = "debian-" + re.search(r'^VERSION_ID="?([^"\n]+)', file.read(), re.MULTILINE).group(1)
    found = []
    for line in output("dpkg-query", "-W", "-f", form, *sorted(names)).splitlines():
        name, version, architecture, source = line.split("\t")
        written = urllib.parse.quote(version, safe=".-_~")
        reference = f"pkg:deb/debian/{name}@{written}?arch={architecture}&distro={distribution}"
        found.append(
            {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": version,
                "purl": reference,
                "properties": [{"name": "casusregie:source-package", "value": source}],
            }
        )
    return found


def document(version, program):
    """The whole document, without its number."""
    libraries = swift_libraries()
    needs, direct = dependencies(libraries)
    swift, debian = toolchain(), debian_packages(program)
    reference = f"pkg:generic/casusregie@{version}"
    moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)

    def line(of, names):
        return {"ref": of, "dependsOn": sorted(names)}

    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": "casusregie",
                "version": version,
                "purl": reference,
                "licenses": [LICENCE],
                "properties": [{"name": "casusregie:commit", "value": output("git", "rev-parse", "HEAD").strip()}],
            },
        },
        "components": list(libraries.values()) + [swift] + debian,
        "dependencies": [
            line(
                reference,
                [libraries[name]["bom-ref"] for name in direct] + [part["bom-ref"] for part in [swift, *debian]],
            )
        ]
        + [
            line(library["bom-ref"], [libraries[other]["bom-ref"] for other in needs.get(name, [])])
            for name, library in libraries.items()
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--version", required=True)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    content = document(options.version, options.program)
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "serialNumber": f"urn:uuid:{number}"}
    json.dump({**head, **content}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
