#!/usr/bin/env python3
"""Compares two builds, each a program or a package, and says by section or by file what differs.

    scripts/compare-builds.py A B

Exit code 0: the same bytes; 1: they differ, or only in what is not shipped, and it says in what; 2: they cannot be compared. Of a
program a section is "loaded" when it is in memory while it runs; the others are for linkers and debuggers, and `scripts/package`
takes them out. When one string has another length, everything behind it moves and differs too: look at the strings first.
"""
import collections
import hashlib
import io
import pathlib
import re
import struct
import subprocess
import sys
import tarfile

SHOWN = 12
"""How many strings of each are shown."""

Section = collections.namedtuple("Section", "kind is_loaded content")
WITHOUT_CONTENT = 8  # SHT_NOBITS


def sections(content):
    """The sections of a 64-bit little-endian ELF, by name; those of one name are taken together."""
    if content[:6] != b"\x7fELF\x02\x01":
        sys.exit("compare-builds.py: this is no 64-bit little-endian ELF")
    (start,) = struct.unpack_from("<Q", content, 0x28)
    size, count, names = struct.unpack_from("<HHH", content, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", content, start + number * size) for number in range(count)]
    text = headers[names][4]
    found = {}
    for name, kind, flags, _, offset, length, *_ in headers[1:]:
        begin = text + name
        written = content[begin : content.index(b"\0", begin)].decode()
        # Of what begins as zeros there is only a length.
        body = length.to_bytes(8, "little") if kind == WITHOUT_CONTENT else content[offset : offset + length]
        earlier = found[written].content if written in found else b""
        found[written] = Section(kind, bool(flags & 2), earlier + body)
    return found


def strings(content):
    """What a person can read in it, of eight characters and more."""
    return set(re.findall(rb"[\x20-\x7e]{8,}", content))


def differing(first, second):
    """How many bytes differ place by place, and where the first one is; a difference in length counts too."""
    places = min(len(first), len(second))
    # As numbers: a loop in Python takes a minute for a program.
    count, where = abs(len(first) - len(second)), None
    for begin in range(0, places, 1 << 16):
        one, other = first[begin : begin + (1 << 16)], second[begin : begin + (1 << 16)]
        if one != other:
            other = other[: len(one)]
            found = [at for at, (a, b) in enumerate(zip(one, other)) if a != b]
            count += len(found)
            if where is None and found:
                where = begin + found[0]
    return count, places if where is None else where


def compare_programs(name, first, second):
    """Prints what differs of two programs; whether they are the same."""
    if first == second:
        print(f"{name}: the same {len(first)} bytes, SHA-256 {hashlib.sha256(first).hexdigest()}")
        return True
    one, other = sections(first), sections(second)
    is_loaded_same, alone = True, [set(), set()]
    print(f"{name}: {len(first)} and {len(second)} bytes")
    for section in [*one, *(section for section in other if section not in one)]:
        a, b = one.get(section), other.get(section)
        use = "loaded" if (a or b).is_loaded else "not loaded"
        if a is None or b is None:
            print(f"  {section} ({use}): only in {'B' if a is None else 'A'}")
        elif a.content == b.content:
            continue
        else:
            count, where = differing(a.content, b.content)
            print(f"  {section} ({use}): {len(a.content)} and {len(b.content)} bytes, {count} differ, the first at {where:#x}")
            if a.is_loaded:
                texts = strings(a.content), strings(b.content)
                alone[0] |= texts[0] - texts[1]
                alone[1] |= texts[1] - texts[0]
        is_loaded_same = is_loaded_same and not (a or b).is_loaded
    same = sum(section in other and one[section].content == other[section].content for section in one)
    print(f"  {same} of {len(one)} sections are the same")
    if is_loaded_same:
        print("  all that is loaded is the same: without symbols, as it is shipped, it can be the same bytes")
    for which, texts in zip("AB", alone):
        for text in sorted(texts, key=lambda text: (b"/" not in text, text))[:SHOWN]:
            print(f"  only in {which}: {text[:200].decode()}")
        if len(texts) > SHOWN:
            print(f"  and {len(texts) - SHOWN} more strings only in {which}")
    return False


def members(package, part):
    """The files of a part of a package, by name, with all that the archive says of each."""
    archive = subprocess.run(["dpkg-deb", part, package], check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return {
            file.name: (
                {"kind": file.type, "mode": file.mode, "owner": (file.uid, file.gid, file.uname, file.gname),
                 "link": file.linkname, "time": file.mtime},
                files.extractfile(file).read() if file.isreg() else b"",
            )
            for file in files
        }


def compare_packages(first, second):
    """Prints what differs of two packages; whether they are the same."""
    is_same, times = True, 0
    for part in ("--ctrl-tarfile", "--fsys-tarfile"):
        one, other = members(first, part), members(second, part)
        if list(one) != list(other) and set(one) == set(other):
            print("the files are in another order")
            is_same = False
        for name in sorted(set(one) | set(other)):
            if name not in one or name not in other:
                print(f"{name}: only in {'A' if name in one else 'B'}")
                is_same = False
                continue
            for word, value in one[name][0].items():
                if value != other[name][0][word]:
                    is_same = False
                    times += word == "time"
                    if word != "time":
                        print(f"{name}: another {word}: {value} and {other[name][0][word]}")
            contents = one[name][1], other[name][1]
            if contents[0][:4] == contents[1][:4] == b"\x7fELF":
                is_same = compare_programs(name, *contents) and is_same
            elif contents[0] != contents[1]:
                count, where = differing(*contents)
                print(f"{name}: {len(contents[0])} and {len(contents[1])} bytes, {count} differ, the first at {where:#x}")
                is_same = False
    if times:
        print(f"{times} files and folders have another time")
    return is_same


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    paths = [pathlib.Path(name) for name in sys.argv[1:]]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        print(f"compare-builds.py: {' and '.join(missing)}: there is no such file", file=sys.stderr)
        sys.exit(2)
    first, second = (path.read_bytes() for path in paths)
    if first == second:
        print(f"the same {len(first)} bytes, SHA-256 {hashlib.sha256(first).hexdigest()}")
        return
    if first.startswith(b"!<arch>") and second.startswith(b"!<arch>"):
        if compare_packages(*paths):
            print("all files are the same: only how they are packed differs")
    else:
        compare_programs("the program", first, second)
    sys.exit(1)


main()
