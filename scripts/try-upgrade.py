#!/usr/bin/env python3
"""Tries an upgrade without down time: the previous release and the present program side by side on one database.

    scripts/try-upgrade --previous PATH [--previous-workflows FOLDER] [--program PATH]
    scripts/try-upgrade --previous COMMIT [--program PATH]
    scripts/try-upgrade --next [--program PATH]

PATH is a `casusregie-dev` of the previous release. Of a tag or commit it is built first, in a work tree of its own,
.build-previous, which stays for the next time. PROGRAM is the present `casusregie-dev`; without it, it is built.

1. The previous release runs, with a database and a broker of its own, and takes commands.
2. The present program migrates the database meanwhile, and then runs beside the previous one.
3. Every case is begun at one of the two and gets its next command at the other; every command is sent again to the other one, which has to
   give the same answer.
4. The previous release ends; the present one goes on alone, and gives the same answers to the first commands.
5. `journal verify` of the present program finds nothing wrong, and every event was confirmed by the broker.

With --next the present program is the previous release, and the next one is made up: its migration adds columns to every table, and a table.
That is what is allowed to it (CONTRIBUTING.md). So step 2 is that migration, an instance of the present program that starts after it runs
beside the first, and step 4 is left out. It needs no other program, and shows that this release can be replaced without down time.

Exit code 1 names what went wrong. It takes half a minute. When the two have one schema, as two builds of one release, it says so: then it
shows less. It was tried with builds of 0.2.0 of schema 31 and 32; over 0.1.0 to 0.2.0 it cannot succeed, as the changelog says.
"""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
ORGANISATION = "00000099000000000001"
ROLES = ["--role", "intake"]
LIMIT = 120
"""Seconds for whatever is waited for."""


def fail(what):
    raise SystemExit(f"try-upgrade: {what}")


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def build(folder):
    subprocess.run(["swift", "build", "--product", "casusregie-dev"], cwd=folder, check=True, stdout=sys.stderr)
    shown = subprocess.run(["swift", "build", "--show-bin-path"], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    return pathlib.Path(shown.stdout.strip()) / "casusregie-dev"


def previous_program(name, workflows):
    """The program of that path, or of that commit, and its workflows."""
    path = pathlib.Path(name)
    if path.is_file():
        return path.resolve(), pathlib.Path(workflows).resolve()
    tree = ROOT / ".build-previous"
    if tree.exists():
        subprocess.run(["git", "checkout", "--detach", name], cwd=tree, check=True)
    else:
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), name], cwd=ROOT, check=True)
    return build(tree), tree / "workflows"


def run(program, *words, may_fail=False):
    done = subprocess.run([program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT)
    if done.returncode and not may_fail:
        fail(f"{program.name} {' '.join(words[:2])}: {done.stderr.strip() or done.stdout.strip()}")
    return done


class Instance:
    """A running service; what it says goes to a file, which is shown when something is wrong."""

    def __init__(self, program, words, port, log, environment=None):
        self.address, self.log = f"http://127.0.0.1:{port}", log
        self.process = subprocess.Popen([program, *words], cwd=ROOT, stdout=log.open("w"), stderr=subprocess.STDOUT,
                                        env=environment)

    def is_ready(self):
        """Whether it became ready; false when it ended."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                return False
            try:
                if urllib.request.urlopen(f"{self.address}/health/ready", timeout=5).status == 200:
                    return True
            except OSError:
                time.sleep(0.1)
        fail(f"{self.address} neither becomes ready nor ends")

    def wait_until_ready(self):
        if self.is_ready():
            return self
        fail(f"{self.address} does not become ready:\n{self.log.read_text()[-2000:]}")

    def end(self):
        self.process.terminate()
        try:
            return self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            fail(f"{self.address} does not end")


class Commands:
    """Somebody who begins cases and goes on with them, at two instances in turn, until told to stop."""

    def __init__(self, token, addresses):
        self.token, self.addresses = token, addresses
        self.given, self.faults, self.waits = [], [], 0
        self.stopped, self.progress = threading.Event(), threading.Condition()
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(3)]
        for thread in self.threads:
            thread.start()

    def send(self, address, path, key, body):
        """What was answered, also when it is a refusal. An instance that is not ready is asked again."""
        end = time.monotonic() + LIMIT
        while True:
            request = urllib.request.Request(address + path, json.dumps(body).encode(), {
                "Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key})
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or time.monotonic() > end:
                    return error.code, json.load(error)
            with self.progress:
                self.waits += 1
                self.progress.wait(0.1)

    def give(self, address, other, path, body):
        key = str(uuid.uuid4())
        answer = self.send(address, path, key, body)
        again = self.send(other, path, key, body)
        if answer[0] not in (200, 201) or answer[1] != again[1]:
            self.faults.append(f"{path} at {address}: {answer}; at {other}: {again}")
        with self.progress:
            self.given.append((path, key, body, answer[1]))
            self.progress.notify_all()
        return answer[1]

    def work(self, number):
        try:
            while not self.stopped.is_set():
                first, second = self.addresses[number % 2], self.addresses[(number + 1) % 2]
                number += 1
                begun = self.give(first, second, "/v1/casussen", {
                    "werkstroom": "aanvraag-omgevingsvergunning", "opdracht": "aanvraag-indienen",
                    "velden": {"gemeente": ORGANISATION, "activiteit": "Voorbeeld", "locatie": "Voorbeeld",
                               "naam": "Voorbeeld", "adres": "Voorbeeld", "dag-van-ontvangst": time.strftime("%Y-%m-%d")}})
                if "id" in begun:
                    self.give(second, first, f"/v1/casussen/{begun['id']}/opdrachten", {
                        "opdracht": "ontvangst-bevestigen", "velden": {"kenmerk": "Voorbeeld"}})
        except Exception as error:  # Shown with the faults; a thread that dies would be seen by nobody.
            self.faults.append(repr(error))

    def wait_for(self, more):
        with self.progress:
            goal = len(self.given) + more
            if not self.progress.wait_for(lambda: len(self.given) >= goal or self.faults, LIMIT) or self.faults:
                fail("\n".join(self.faults[:5]) or "no more commands are answered")

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        if self.faults:
            fail("\n".join(self.faults[:5]))


def wait_until_told(program, local):
    """Until no event waits for its recipient any more."""
    end = time.monotonic() + LIMIT
    while True:
        rows = [json.loads(line) for line in run(program, "partner", "status", *local, "--json").stdout.splitlines()]
        if not any(row.get("waiting") for row in rows):
            return len(rows)
        if time.monotonic() > end:
            fail(f"events wait: {rows}")
        time.sleep(0.2)


def schema(program, local):
    return int(run(program, "migrate", *local).stdout.split("version")[1].split()[0])


NEXT = """
set lock_timeout = '3s';
do $$
declare one record;
begin
  for one in
    select oid::regclass as name from pg_class
    where relkind in ('r', 'p') and not relispartition and relnamespace in ('public'::regnamespace, 'keyring'::regnamespace)
      and relname <> 'schema_migration'
    order by oid
  loop
    execute format('alter table %s add column next_text text, add column next_number integer not null default 0', one.name);
  end loop;
end
$$;
create table of_next_release (number integer primary key);
insert into schema_migration (version, name, checksum, compatible_from)
select max(version) + 1, 'made up', sha256(''), max(version) from schema_migration;
"""
"""What the next release may do to the schema, and what it says of it: this release may start on it."""


class Upgrade:
    """An installation, and the instances that run on it."""

    def __init__(self, arguments, folder):
        self.folder = folder
        self.present = pathlib.Path(arguments.program).resolve() if arguments.program else build(ROOT)
        if arguments.next:
            self.previous, self.workflows = self.present, ROOT / "workflows"
        else:
            self.previous, self.workflows = previous_program(arguments.previous, arguments.previous_workflows)
        self.installation = folder / "installation"
        self.local = ["--local", "--folder", str(self.installation)]
        self.ports = [free_port(), free_port(), free_port()]
        self.instances = []

    def run(self, program, *words):
        return run(program, *words, *self.local).stdout.strip()

    def start(self, program, words, port, name, environment=None):
        self.instances.append(Instance(program, words, port, self.folder / f"{name}.log", environment))
        return self.instances[-1]

    def whole(self, program, workflows, name):
        """It also has the database, the broker and the issuer of tokens."""
        words = ["start", "--folder", str(self.installation), "--port", str(self.ports[0]), "--workflows", str(workflows)]
        return self.start(program, words, self.ports[0], name).wait_until_ready()

    def beside(self, program, number, name):
        port = self.ports[number]
        environment = {"CASUSREGIE_HTTP_PORT": str(port), "PATH": "/usr/bin:/bin"}
        return self.start(program, ["serve", *self.local], port, name, environment)

    def begin(self):
        """The previous release, with somebody who gives it commands."""
        former = self.whole(self.previous, self.workflows, "previous")
        entered = ["--oin", ORGANISATION, "--name", "Voorbeeld", "--region", "oost", *ROLES]
        self.run(self.previous, "partner", "add", *entered)
        token = self.run(self.previous, "token", "--oin", ORGANISATION, *ROLES)
        commands = Commands(token, [former.address, former.address])
        commands.wait_for(20)
        return former, commands

    def apply_next(self):
        """Brings the database to the schema of the next release, as its `migrate` would: all or nothing, waiting shortly for locks."""
        settings = json.loads((self.installation / "casusregie.json").read_text())["database"]
        password = pathlib.Path(settings["ownerPasswordFile"]).read_text().strip()
        for _ in range(10):
            done = subprocess.run(
                ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1", settings["ownerUrl"]],
                input=NEXT, capture_output=True, text=True, timeout=LIMIT, env={**os.environ, "PGPASSWORD": password})
            if not done.returncode:
                return
        fail(f"the schema of the next release: {done.stderr.strip()}")

    def start_again(self):
        """An instance of the previous release that dies during the replacement comes back, or is refused with the reason."""
        again = self.beside(self.previous, 2, "again")
        if again.is_ready():
            again.end()
            print("an instance of the previous release that starts now serves too")
            return
        reason = again.log.read_text().strip().splitlines()[-1]
        if again.process.wait(LIMIT) != 1 or "newer than this program" not in reason:
            fail(f"an instance of the previous release ended on the present schema: {reason}")
        print(f"an instance of the previous release that starts now is refused: {reason}")

    def go_on_alone(self, commands):
        """The present program without the previous one: to what was asked before it says the same."""
        alone = self.whole(self.present, ROOT / "workflows", "alone")
        given = commands.given
        after_all = Commands(commands.token, [alone.address, alone.address])
        for path, key, body, answer in given[:40] + given[-40:]:
            if after_all.send(alone.address, path, key, body)[1] != answer:
                fail(f"{path} has another answer than before")
        after_all.wait_for(20)
        after_all.stop()
        wait_until_told(self.present, self.local)
        print("the present program goes on alone, and answers as before")
        return alone, len(given) + len(after_all.given)

    def report(self, commands, given, told):
        print(self.run(self.present, "journal", "verify"))
        print(f"{given} commands, each sent twice, none lost and none done twice; {commands.waits} had to wait; "
              f"events of {told} organisation(s) told")

    def play(self):
        former, commands = self.begin()
        before = schema(self.previous, self.local)
        print(f"the previous release runs on schema {before}")
        after = schema(self.present, self.local)
        commands.wait_for(20)
        print(f"migrated to schema {after} meanwhile; the previous release goes on")
        if before == after:
            print("the two have one schema: this shows less than an upgrade", file=sys.stderr)
        latter = self.beside(self.present, 1, "present").wait_until_ready()
        commands.addresses = [former.address, latter.address]
        commands.wait_for(200)
        print("both run side by side")
        if before != after:
            self.start_again()
        commands.stop()
        told = wait_until_told(self.present, self.local)
        if latter.end() or former.end():
            fail("an instance ended with a fault")
        alone, given = self.go_on_alone(commands)
        self.report(commands, given, told)
        alone.end()

    def play_next(self):
        former, commands = self.begin()
        print(f"this release runs on schema {schema(self.present, self.local)}")
        self.apply_next()
        commands.wait_for(20)
        print("migrated to the schema of a next release meanwhile; this release goes on")
        latter = self.beside(self.present, 1, "present").wait_until_ready()
        commands.addresses = [former.address, latter.address]
        commands.wait_for(200)
        print("an instance of this release that starts now serves too, beside the first")
        commands.stop()
        told = wait_until_told(self.present, self.local)
        if latter.end():
            fail("an instance ended with a fault")
        self.report(commands, len(commands.given), told)
        if former.end():
            fail("the first instance ended with a fault")

    def end(self):
        for instance in reversed(self.instances):
            if instance.process.poll() is None:
                instance.process.terminate()
                instance.process.wait(LIMIT)


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    from_which = reader.add_mutually_exclusive_group(required=True)
    from_which.add_argument("--previous", metavar="PATH|COMMIT")
    from_which.add_argument("--next", action="store_true")
    reader.add_argument("--previous-workflows", default=str(ROOT / "workflows"), metavar="FOLDER")
    reader.add_argument("--program", metavar="PATH")
    arguments = reader.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory() as folder:
        upgrade = Upgrade(arguments, pathlib.Path(folder))
        try:
            upgrade.play_next() if arguments.next else upgrade.play()
        finally:
            upgrade.end()


main()
