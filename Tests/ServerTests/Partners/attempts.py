"""Everything that a partner can try with its credentials: each method of AMQP 0-9-1, each way to connect, and the management API.

    attempts.py limits      how many connections and channels can be open at once
    attempts.py attempts    each attempt: what may come and what came

Reads a JSON object from standard input, and writes one to standard output. How many attempts there were goes to standard error.

It speaks AMQP by frames, with pika's codec: the checks of a client would keep from the broker what has to be tried. An answer is
the names of the methods that came, or the code with which the broker closed the channel ("403") or the connection
("connection 503"). What is allowed names the words with which docs/partners/README.md says so.

The partner's own queue has to have some twenty messages.
"""

import base64
import collections
import concurrent.futures
import http.client
import inspect
import json
import re
import socket
import struct
import sys
import time

import pika
from pika import frame, spec
from pika.spec import Access, Basic, Channel, Confirm, Connection, Exchange, Queue, Tx

given = json.load(sys.stdin)
own, other = given["own"], given["other"]
queue, entrance = own["queue"], own["exchange"]

# In seconds, for one answer: what waits longer is an error. Others may keep all processors busy meanwhile.
PATIENCE = 120

# `run` gives the answer; `expected` is one, or several with a bar between them; `contract` is there when it is allowed.
Attempt = collections.namedtuple("Attempt", "area name methods run expected contract")


class UpdateSecret(pika.amqp_object.Method):
    """Of RabbitMQ; pika does not know it."""
    INDEX, NAME, synchronous = 0x000A0046, "Connection.UpdateSecret", True

    def encode(self):
        return [struct.pack(">I", 7), b"geraden", b"\x00"]


class UpdateSecretOk(pika.amqp_object.Method):
    INDEX, NAME = 0x000A0047, "Connection.UpdateSecretOk"

    def encode(self):
        return []

    def decode(self, encoded, offset=0):
        return self


# In AMQP 0-8 it has nothing in it.
Channel.OpenOk.decode = lambda self, *_: self
spec.methods.update({kind.INDEX: kind for kind in [UpdateSecret, UpdateSecretOk]})


# AMQP by frames.

class Closed(Exception):
    """The broker closed the channel or the connection, hung up, or does not speak this protocol."""

    def __init__(self, answer, text=""):
        super().__init__(answer + " " + text)
        self.answer, self.text = answer, text


def plain(user=own["user"], password=own["password"], acting=""):
    return "%s\0%s\0%s" % (acting, user, password)


class Session:
    """A connection, of which each step can be another than a client would take."""

    USUAL = b"AMQP\x00\x00\x09\x01"
    PROBED = ["Channel.FlowOk"]

    def __init__(self, header=USUAL, mechanism="PLAIN", response=plain(), tune=(0, 0, 60), host=own["virtualHost"]):
        self.socket = socket.create_connection((own["host"], own["port"]), PATIENCE)
        # Without it each small frame waits for the one before it to be acknowledged.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.open(header, mechanism, response, tune, host)
        except Closed:
            self.socket.close()
            raise

    def open(self, header, mechanism, response, tune, host):
        self.received = b""
        self.socket.sendall(header)
        if isinstance(self.read(), frame.ProtocolHeader):
            raise Closed("another protocol")
        # So that a wrong password is answered, and not hung up on.
        abilities = {"capabilities": {"authentication_failure_close": True}}
        self.send(Connection.StartOk(abilities, mechanism, response, "en_US"), 0)
        offered = self.expect(Connection.Tune)
        channels, size, beat = tune
        self.send(Connection.TuneOk(channels or offered.channel_max, size or offered.frame_max, beat), 0)
        self.send(Connection.Open(host), 0)
        self.expect(Connection.OpenOk)

    def send(self, method, channel=1):
        self.socket.sendall(frame.Method(channel, method).marshal())

    def send_content(self, message):
        self.socket.sendall(frame.Header(1, len(message.body), message.properties).marshal())
        for start in range(0, len(message.body), 100_000):
            self.socket.sendall(frame.Body(1, message.body[start:start + 100_000]).marshal())

    def read(self):
        while True:
            length, one = frame.decode_frame(self.received)
            if one:
                self.received = self.received[length:]
                return one
            try:
                more = self.socket.recv(1 << 16)
            except ConnectionError:
                more = b""
            if not more:
                raise Closed("hung up")
            self.received += more

    def read_method(self):
        """The next method that is no delivery; content is not looked at."""
        while True:
            method = getattr(self.read(), "method", None)
            if isinstance(method, Connection.Close):
                self.send(Connection.CloseOk(), 0)
                raise Closed("connection %d" % method.reply_code, method.reply_text)
            if isinstance(method, Channel.Close):
                self.send(Channel.CloseOk())
                raise Closed(str(method.reply_code), method.reply_text)
            if method and not isinstance(method, Basic.Deliver):
                return method

    def expect(self, kind):
        """Passes over what comes before it."""
        while True:
            method = self.read_method()
            if isinstance(method, kind):
                return method

    def end(self):
        self.send(Connection.Close(200, "", 0, 0), 0)
        self.expect(Connection.CloseOk)
        self.socket.close()

    def answers(self, step):
        """The names of what comes back."""
        if callable(step):
            # After bytes that are no frame nothing can be asked: the connection ends.
            step(self)
            last = ()
        elif isinstance(step, Message):
            last = self.publish(step)
        else:
            self.send(step, 0 if step.NAME.startswith("Connection.") else 1)
            has_answer = step.synchronous and not getattr(step, "nowait", False)
            last = (step.NAME + "Ok", step.NAME + "Empty") if has_answer else self.probe()
        return self.names(last)

    def names(self, last):
        """What comes up to one of these, which is an answer itself unless it is that to a probe."""
        names = []
        while True:
            names.append(self.read_method().NAME)
            if names[-1] in last:
                return names if last != self.PROBED else names[:-1]

    def probe(self):
        """Not every method has an answer: what comes before the one to this is. Of this one a broker does nothing."""
        self.send(Channel.Flow(True))
        return self.PROBED

    def publish(self, message):
        if message.is_confirmed:
            self.send(Confirm.Select())
            self.expect(Confirm.SelectOk)
        self.send(message.method)
        self.send_content(message)
        return ("Basic.Ack", "Basic.Nack") if message.is_confirmed else self.probe()

    def on_channel(self, steps):
        self.send(Channel.Open())
        self.expect(Channel.OpenOk)
        # What is delivered is not taken from the attempts that follow.
        self.send(Basic.Qos(prefetch_count=1))
        self.expect(Basic.QosOk)
        names = [name for step in steps for name in self.answers(step)]
        self.send(Channel.Close(200, "", 0, 0))
        self.expect(Channel.CloseOk)
        return names


class Message:
    """Something to publish, and whether to wait for what the broker says of it."""

    def __init__(self, exchange, key="", body=b"{}", user=own["user"], is_confirmed=True, **properties):
        flags = {name: properties.pop(name, False) for name in ["mandatory", "immediate"]}
        self.method = Basic.Publish(0, exchange, key, **flags)
        self.body, self.is_confirmed = body, is_confirmed
        self.properties = pika.BasicProperties(user_id=user, **properties)


session = None


def on_channel(steps, of):
    """What the broker answers to the steps, on a channel of their own; of the first ones, that prepare, nothing is said."""
    def run():
        global session
        try:
            return ", ".join(session.on_channel(steps)[of:])
        except Closed as error:
            if not error.answer.isdigit():
                session.socket.close()
                session = Session()
            return error.answer
    return run


def connecting(work, steps):
    def run():
        try:
            one = Session(**steps)
            names = one.on_channel(work) if work else ["Connection.OpenOk"]
            # Not by a method: AMQP 0-8 has another one for it.
            one.socket.close()
            return ", ".join(names)
        except Closed as error:
            return error.answer
    return run


def methods(steps):
    return {type(getattr(step, "method", step)) for step in steps}


def allowed(contract, name, answer, *steps, of=0):
    return Attempt("amqp", name, methods(steps), on_channel(steps, of), answer, contract)


def refused(name, *steps, answer="403"):
    return Attempt("amqp", name, methods(steps), on_channel(steps, 0), answer, None)


def connects(name, expected, contract=None, work=(), **steps):
    return Attempt("connect", name, methods(work), connecting(work, steps), expected, contract)


# What the contract allows. What it does, it does to the partner alone.

get, take = Basic.Get(0, queue), Basic.Consume(0, queue, "een")
replies = Basic.Consume(0, "amq.rabbitmq.reply-to", "een", no_ack=True)


def consume(**options):
    return Basic.Consume(0, queue, "een", **options)


def reading():
    both = "Basic.ConsumeOk, Basic.CancelOk"
    return [
        allowed("basic.get", "get from own queue", "Basic.GetOk", get),
        allowed("basic.consume", "consume own queue", "Basic.ConsumeOk", take),
        allowed("basic.consume", "consume twice", "Basic.ConsumeOk, Basic.ConsumeOk", take, Basic.Consume(0, queue, "twee")),
        allowed("basic.cancel", "consume and cancel", both, take, Basic.Cancel("een")),
        allowed("exclusive", "consume own queue alone", both, consume(exclusive=True), Basic.Cancel("een")),
        # A quorum queue pays no attention to it.
        allowed("exclusive", "consume beside who consumes alone", "Basic.ConsumeOk, Basic.ConsumeOk", consume(exclusive=True),
                Basic.Consume(0, queue, "twee")),
        allowed("x-priority", "consume own queue with a priority", "Basic.ConsumeOk", consume(arguments={"x-priority": 100})),
        allowed("basic.consume", "consume with an argument that is none", "Basic.ConsumeOk", consume(arguments={"geraden": 1})),
        allowed("basic.consume", "consume what others published", "Basic.ConsumeOk", consume(no_local=True)),
        allowed("basic.ack", "acknowledge", "", get, Basic.Ack(1), of=1),
        allowed("basic.nack", "put back", "", get, Basic.Nack(1), of=1),
        allowed("basic.nack", "put all back", "", get, get, Basic.Nack(0, multiple=True), of=2),
        allowed("basic.nack", "throw away", "", get, Basic.Nack(1, requeue=False), of=1),
        allowed("basic.reject", "reject", "", get, Basic.Reject(1, requeue=False), of=1),
        allowed("basic.recover", "recover", "Basic.RecoverOk", get, Basic.Recover(requeue=True), of=1),
        allowed("basic.recover", "recover without an answer", "", get, Basic.RecoverAsync(requeue=True), of=1),
        allowed("basic.get", "get from own queue without acknowledging", "Basic.GetOk", Basic.Get(0, queue, no_ack=True)),
        allowed("passive", "passive declare own queue", "Queue.DeclareOk", Queue.Declare(0, queue, passive=True)),
        # These leave little or nothing in the queue, so they are last.
        allowed("basic.qos", "any number at once", "Basic.QosOk, Basic.ConsumeOk", Basic.Qos(prefetch_count=65535), take),
        allowed("no_ack", "consume own queue without acknowledging", "Basic.ConsumeOk", consume(no_ack=True)),
        allowed("queue.purge", "purge own queue", "Queue.PurgeOk", Queue.Purge(0, queue)),
        allowed("queue.purge", "purge own queue without an answer", "", Queue.Purge(0, queue, nowait=True)),
    ]


def looking():
    """RabbitMQ asks no right for it: whoever knows a name sees that it is there. So names are such that nobody guesses them."""
    names = {"own commands": given["command"], "other's queue": other["queue"], "other's commands": given["otherCommand"]}
    exchanges = {"own exchange": entrance, "other's exchange": other["exchange"], "amq.topic": "amq.topic",
                 "amq.rabbitmq.trace": "amq.rabbitmq.trace"}
    return [
        allowed("passive", "passive declare " + shown, "Queue.DeclareOk", Queue.Declare(0, name, passive=True))
        for shown, name in names.items()
    ] + [
        allowed("passive", "passive declare " + shown, "Exchange.DeclareOk", Exchange.Declare(0, name, "direct", passive=True))
        for shown, name in exchanges.items()
    ]


def writing():
    copies = [other["queue"], given["otherCommand"], queue]
    messages = [
        ("basic.publish", "nothing special", {}), ("basic.publish", "nothing in it", {"body": b""}),
        ("basic.publish", "a megabyte", {"body": b"x" * (1 << 20)}), ("routing key", "another key", {"key": other["queue"]}),
        ("mandatory", "mandatory", {"mandatory": True}), ("CC", "copies", {"headers": {"CC": copies}}),
        ("BCC", "hidden copies", {"headers": {"BCC": copies}}),
        ("headers", "headers", {"headers": {"x-match": "any", "x-delay": 9, "x-death": [{"queue": queue}], "x-delivery-count": 9}}),
        ("expiration", "an end", {"expiration": "60000"}), ("expiration", "an end at once", {"expiration": "0"}),
        ("priority", "a priority", {"priority": 255}), ("delivery_mode", "not to be kept", {"delivery_mode": 1}),
        ("user_id", "no user", {"user": None}), ("reply_to", "the other's queue for replies", {"reply_to": other["queue"]}),
    ]
    own_place = Message(entrance, reply_to="amq.rabbitmq.reply-to")
    return [
        allowed(contract, "publish: " + name, "Basic.Ack", Message(entrance, **options)) for contract, name, options in messages
    ] + [
        allowed("amq.rabbitmq.reply-to", "consume replies", "Basic.ConsumeOk", replies),
        allowed("amq.rabbitmq.reply-to", "publish with a place for replies", "Basic.Ack", replies, own_place, of=1),
        allowed("confirm.select", "select confirms", "Confirm.SelectOk", Confirm.Select()),
        allowed("tx.select", "publish in a transaction", "Tx.CommitOk", Tx.Select(), Message(entrance, is_confirmed=False),
                Tx.Commit(), of=1),
        allowed("tx.select", "take a transaction back", "Tx.RollbackOk", Tx.Select(), Message(entrance, is_confirmed=False),
                Tx.Rollback(), of=1),
        allowed("access.request", "ask for access", "Access.RequestOk", Access.Request("/", exclusive=True)),
        allowed("channel.flow", "let it flow", "Channel.FlowOk", Channel.Flow(True)),
        allowed("connection.update-secret", "another secret", "Connection.UpdateSecretOk", UpdateSecret()),
    ]


# What is refused.

def wrongly():
    """What one may do, done as it cannot be."""
    place = "amq.rabbitmq.reply-to"
    return [
        refused("publish as another", Message(entrance, user=other["user"]), answer="406"),
        refused("publish as nobody", Message(entrance, user=""), answer="406"),
        refused("publish: an end that is no time", Message(entrance, expiration="nooit"), answer="406"),
        refused("publish: copies that are no list", Message(entrance, headers={"CC": other["queue"]}), answer="406"),
        refused("publish: immediately", Message(entrance, immediate=True), answer="connection 540"),
        refused("publish: larger than a message can be", Message(entrance, body=bytes((128 << 20) + 1)), answer="406"),
        refused("publish: a place for replies that nobody reads", Message(entrance, reply_to=place), answer="406"),
        refused("consume replies with acknowledging", Basic.Consume(0, place, "een"), answer="406"),
        refused("throw away all by recovering", Basic.Recover(requeue=False), answer="connection 540"),
        refused("let it not flow", Channel.Flow(False), answer="connection 540"),
        refused("commit without a transaction", Tx.Commit(), answer="406"),
        refused("take back without a transaction", Tx.Rollback(), answer="406"),
        refused("a transaction with confirms", Confirm.Select(), Tx.Select(), answer="406"),
        refused("consume from a place in the queue", consume(arguments={"x-stream-offset": "first"}), answer="406"),
        refused("consume until a failover", consume(arguments={"x-cancel-on-ha-failover": True}), answer="406"),
        refused("consume twice by one name", take, take, answer="connection 530"),
        refused("one limit for a channel", Basic.Qos(prefetch_count=1, global_qos=True), take, answer="connection 540"),
        refused("get on a channel that is not open", lambda one: one.send(get, 7), answer="connection 504"),
        refused("get on channel 0", lambda one: one.send(get, 0), answer="connection 503|connection 504"),
        refused("a frame of no type", lambda one: one.socket.sendall(b"\x09\x00\x01\x00\x00\x00\x00\xce"), answer="connection 501|hung up"),
        refused("a frame without its end", lambda one: one.socket.sendall(b"\x01\x00\x01\x00\x00\x00\x00\x00"),
                answer="connection 501|hung up"),
        refused("a frame that is too large", lambda one: one.socket.sendall(b"\x03\x00\x01\x7f\xff\xff\xff"),
                answer="connection 501|hung up"),
        refused("a method that is not there", lambda one: one.socket.sendall(b"\x01\x00\x01\x00\x00\x00\x04\x00\x99\x00\x99\xce"),
                answer="connection 503|hung up"),
    ] + [
        refused("%s what was not delivered" % method.NAME, method, answer="406")
        for method in [Basic.Ack(7), Basic.Nack(7), Basic.Reject(7)]
    ] + [
        refused("%s '%s' passively" % (kind.NAME, name), kind, answer="404")
        for name in ["geheim", "events." + other["organisation"], "events." + "0" * 32, "opdrachten-onbestelbaar-2"]
        for kind in [Queue.Declare(0, name, passive=True), Exchange.Declare(0, name, "direct", passive=True)]
    ]


QUEUES = {"own queue": queue, "own commands": given["command"], "other's queue": other["queue"],
          "other's commands": given["otherCommand"]}
EXCHANGES = {"own exchange": entrance, "other's exchange": other["exchange"], "the default exchange": ""}
EXCHANGES.update((name, name) for name in [
    "amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match", "amq.rabbitmq.trace"])


def with_each(name, make, options):
    """An attempt as it is, and one with each of these."""
    return [refused(" ".join([name, *one]), make(**one)) for one in [{}] + options]


def making():
    named = {name: name for name in ["", "geheim", "events." + other["organisation"], "opdrachten-onbestelbaar-2", "amq.gen-geraden"]}
    named.update(QUEUES)
    flags = [{name: True} for name in ["durable", "exclusive", "auto_delete", "nowait"]]
    arguments = [{"x-queue-type": "quorum"}, {"x-queue-type": "stream"}, {"x-expires": 1},
                 {"x-dead-letter-exchange": other["exchange"]}]
    return [
        one for shown, name in named.items()
        for one in with_each("declare queue '%s'" % shown, lambda n=name, **o: Queue.Declare(0, n, **o), flags)
    ] + [
        refused("declare a queue with %s" % one, Queue.Declare(0, "geheim", durable=True, arguments=one)) for one in arguments
    ] + [
        refused("declare exchange " + kind, Exchange.Declare(0, "mijn-" + kind, kind))
        for kind in ["direct", "fanout", "topic", "headers"]
    ] + [
        refused("declare exchange, alternate",
                Exchange.Declare(0, "mijn", "fanout", arguments={"alternate-exchange": other["exchange"]})),
    ]


def of_queues():
    found = []
    for shown, name in QUEUES.items():
        found += with_each("delete " + shown, lambda **o: Queue.Delete(0, name, **o),
                           [{"if_unused": True}, {"if_empty": True}, {"nowait": True}])
        for where, exchange in EXCHANGES.items():
            found += with_each("bind %s to %s" % (shown, where), lambda **o: Queue.Bind(0, name, exchange, "#", **o),
                               [{"arguments": {"x-match": "all"}}, {"nowait": True}])
            found.append(refused("unbind %s from %s" % (shown, where), Queue.Unbind(0, name, exchange, "")))
        if name != queue:
            found += with_each("purge " + shown, lambda **o: Queue.Purge(0, name, **o), [{"nowait": True}])
            found += with_each("get from " + shown, lambda **o: Basic.Get(0, name, **o), [{"no_ack": True}])
            found += with_each("consume " + shown, lambda **o: Basic.Consume(0, name, "een", **o), [
                {"no_ack": True}, {"exclusive": True}, {"no_local": True}, {"nowait": True}, {"arguments": {"x-priority": 100}}])
    return found


def of_exchanges():
    found = []
    for shown, name in EXCHANGES.items():
        found += with_each("delete " + shown, lambda **o: Exchange.Delete(0, name, **o), [{"if_unused": True}, {"nowait": True}])
        found.append(refused("declare %s anew" % shown, Exchange.Declare(0, name, "fanout", durable=True)))
        for where, source in EXCHANGES.items():
            found += with_each("bind %s to %s" % (shown, where), lambda **o: Exchange.Bind(0, name, source, "#", **o),
                               [{"nowait": True}])
            found.append(refused("unbind %s from %s" % (shown, where), Exchange.Unbind(0, name, source, "")))
    return found


def publishing():
    keys = {name: name for name in ["", "opdrachten-onbestelbaar-2", "amq.rabbitmq.reply-to.geraden", "amq.gen-geraden"]}
    keys.update(QUEUES)
    elsewhere = [(shown, name) for shown, name in EXCHANGES.items() if name != entrance] + [("one that is not there", "geheim")]
    found = []
    for shown, key in keys.items():
        found.append(refused("publish to '%s' by the default exchange" % shown, Message("", key)))
        found.append(refused("publish to '%s' with copies" % shown, Message("", key, headers={"CC": [key], "BCC": [key]})))
    for shown, name in elsewhere:
        found.append(refused("publish to " + shown, Message(name, "x")))
        found.append(refused("publish to %s, mandatory" % shown, Message(name, queue, mandatory=True)))
        found.append(refused("publish to %s without confirms" % shown, Message(name, queue, is_confirmed=False)))
        found.append(refused("publish to %s in a transaction" % shown, Tx.Select(), Message(name, queue, is_confirmed=False)))
    return found


def filled(kind):
    """A method of this kind, with something for what it has to have."""
    numbers = {"delivery_tag", "message_count", "consumer_count", "reply_code", "class_id", "method_id"}
    tables = {"server_properties", "client_properties"}
    wanted = [name for name, one in inspect.signature(kind.__init__).parameters.items() if one.default is None]
    return kind(**{name: 1 if name in numbers else {} if name in tables else "" for name in wanted})


def unasked(tried):
    """Every method that nothing else tries: what a broker sends, and what a client sends when it begins or ends."""
    # A session sends these two as they are meant.
    done = tried | {Connection.Close, Channel.Close}
    return [
        refused("send " + kind.NAME, filled(kind), answer="connection 503|connection 504|connection 505")
        for kind in spec.methods.values() if kind not in done
    ]


# How one can connect.

def amqplain():
    pieces = []
    pika.data.encode_table(pieces, {"LOGIN": own["user"], "PASSWORD": own["password"]})
    # It goes without its length.
    return b"".join(pieces[1:])


def greeting(name, header):
    """Other protocols that have a plugin: this port speaks none of them."""
    return connects("speak " + name, "another protocol", header=header)


def ways():
    ok, hung_up = "Connection.OpenOk", "hung up"
    older, oldest = b"AMQP\x01\x01\x00\x09", b"AMQP\x01\x01\x08\x00"
    elsewhere = [Message(other["exchange"])]
    users = [("another", other["user"], "geraden"), ("another with own password", other["user"], own["password"]),
             ("guest", "guest", "guest"), ("admin", "admin", "admin"), ("itself without a password", own["user"], ""), ("nobody", "", "")]
    return [
        connects("as itself", ok, "connection.open"),
        connects("without a heartbeat", ok, "heartbeat", tune=(0, 0, 0)),
        connects("with the longest heartbeat", ok, "heartbeat", tune=(0, 0, 65535)),
        connects("with one channel", ok, "channel-max", tune=(1, 0, 60)),
        connects("with the smallest frames", ok, "frame-max", tune=(0, 4096, 60)),
        connects("by AMQPLAIN", ok, "AMQPLAIN", mechanism="AMQPLAIN", response=amqplain()),
        connects("in AMQP 0-9", ok, "AMQP 0-9", header=older), connects("in AMQP 0-8", ok, "AMQP 0-8", header=oldest),
        connects("in AMQP 0-9, and publish to another", "403", work=elsewhere, header=older),
        connects("in AMQP 0-8, and get from another", "403", work=[Basic.Get(0, other["queue"])], header=oldest),
        connects("with more channels than there are", hung_up, tune=(65535, 0, 60)),
        connects("with frames that are too small", hung_up, tune=(0, 8, 60)),
        connects("with frames that are too large", hung_up, tune=(0, 1 << 30, 60)),
        connects("acting for another", hung_up, response=plain(acting=other["user"])),
    ] + [
        connects("to virtual host '%s'" % host.replace(own["virtualHost"], "own"), "connection 530", host=host)
        for host in ["/", "", "geheim", own["virtualHost"] + "/"]
    ] + [
        connects("as " + name, "connection 403", response=plain(user, password)) for name, user, password in users
    ] + [
        connects("by " + name, hung_up, mechanism=name) for name in ["EXTERNAL", "ANONYMOUS", "RABBIT-CR-DEMO", "geraden"]
    ] + [
        greeting("AMQP 1.0", b"AMQP\x00\x01\x00\x00"), greeting("AMQP 1.0 with SASL", b"AMQP\x03\x01\x00\x00"),
        greeting("AMQP 1.0 with TLS", b"AMQP\x02\x01\x00\x00"), greeting("STOMP", b"CONNECT\nlogin:x\n\n\x00"),
        greeting("MQTT", b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04abcd"), greeting("HTTP", b"GET / HTTP/1.1\r\n\r\n"),
        greeting("streams", b"\x00\x00\x00\x0a\x00\x11\x00\x01\x00\x00\x00\x01\x00\x00"),
    ]


# The management API.

def ask(method, path, is_known=True):
    """The status and the content."""
    secret = base64.b64encode(("%s:%s" % (own["user"], own["password"])).encode()).decode()
    headers = {"Content-Type": "application/json", "Connection": "close"}
    if is_known:
        headers["Authorization"] = "Basic " + secret
    web = http.client.HTTPConnection(own["host"], given["managementPort"], timeout=PATIENCE)
    try:
        web.request(method, path, "{}" if method in ["PUT", "POST", "PATCH"] else None, headers)
        answer = web.getresponse()
        return answer.status, answer.read()
    finally:
        web.close()


# Addresses that the broker's own page on its API does not have.
UNDOCUMENTED = [
    "/api/nodes/{name}/memory", "/api/nodes/{name}/memory/relative", "/api/nodes/{name}/memory/ets",
    "/api/nodes/{name}/memory/ets/relative", "/api/nodes/{name}/memory/ets/all", "/api/nodes/{name}/memory/ets/all/relative",
    "/api/policies", "/api/feature-flags",
    "/api/feature-flags/{name}/enable", "/api/healthchecks/node", "/api/healthchecks/node/{name}", "/api/reset", "/api/reset/{name}",
    "/api/topic-permissions/{vhost}/{user}/{name}", "/api/users", "/api/login",
]


def addresses():
    """Every address of the API, with the methods that it has: from the page that the broker itself gives."""
    page = ask("GET", "/api/index.html", is_known=False)[1].decode()
    found = {path: set() for path in UNDOCUMENTED}
    cell = r"<td>\s*(X?)\s*</td>\s*"
    for *marks, text in re.findall(cell * 4 + r'<td class="path">(.*?)</td>', page, re.S):
        has = {name for name, mark in zip(["GET", "PUT", "DELETE", "POST"], marks) if mark}
        for path in re.findall(r"/api/[\w/{}-]*", re.sub(r"<i>(\w+)</i>", r"{\1}", text)):
            found[path.rstrip("/")] = has
    return found


def filled_in(path):
    """With what is there: something of the other, or of oneself where that could give more rights."""
    values = {"vhost": own["virtualHost"], "user": own["user"], "username": own["user"], "queue": other["queue"],
              "exchange": other["exchange"], "source": other["exchange"], "destination": entrance, "name": other["queue"]}
    if path.startswith("/api/exchanges"):
        values["name"] = other["exchange"]
    if path.startswith("/api/users"):
        values["name"] = other["user"]
    return re.sub(r"{(\w+)}", lambda found: values.get(found[1], "1"), path)


def asks(method, path, expected, contract=None):
    return Attempt("http", "%s %s" % (method, path), set(), lambda: str(ask(method, filled_in(path))[0]), expected, contract)


def is_open_to_all(method, path):
    """Says nothing to a partner that it does not say to whoever has no credentials."""
    def run():
        answers = [ask(method, filled_in(path), is_known=known) for known in [True, False]]
        return str(answers[0][0]) if answers[0] == answers[1] else "more"
    return Attempt("http", "%s %s" % (method, path), set(), run, "200", path if method == "GET" else method)


def managing():
    found = []
    for path, has in sorted(addresses().items()):
        for method in ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"]:
            if path == "/api/auth" and method in ["GET", "HEAD"]:
                found.append(is_open_to_all(method, path))
            else:
                # What belongs to a plugin that is not there is on the page too.
                is_there = not path.startswith("/api/federation-links")
                found.append(asks(method, path, "401|404" if not is_there and method in ["GET", "HEAD"]
                                  else "401" if method in has else "401|405"))
        found.append(is_open_to_all("OPTIONS", path))
    return found + [is_open_to_all("GET", path) for path in ["/", "/api/index.html", "/cli/rabbitmqadmin"]]


# All together.

def amqp():
    found = looking() + writing() + wrongly() + making() + of_queues() + of_exchanges() + publishing()
    found += reading()
    return found + unasked(set().union(*[one.methods for one in found]))


def counts():
    """How many messages the other has, by what anybody may ask who knows the names."""
    return [message_count(name) for name in [other["queue"], given["otherCommand"]]]


def message_count(name):
    one = Session()
    one.send(Channel.Open())
    one.send(Queue.Declare(0, name, passive=True))
    count = one.expect(Queue.DeclareOk).message_count
    one.end()
    return count


def most(make):
    """How many can be open at once."""
    opened = []
    try:
        while len(opened) < 200:
            opened.append(make())
    except (pika.exceptions.AMQPError, ValueError):
        pass
    return opened


def at_once(settings):
    """Connections, as many as can be open at once. The broker counts a moment late: one too many that was given is asked for again.
    SystemExit when the limit is another than expected."""
    opened, end = [], time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            one = pika.BlockingConnection(settings)
        except pika.exceptions.AMQPError:
            if len(opened) == given["connections"]:
                return opened
        else:
            if len(opened) < given["connections"]:
                opened.append(one)
                continue
            one.close()
        time.sleep(0.2)
    raise SystemExit("at once %d are open, and one more is not refused: expected are %d" % (len(opened), given["connections"]))


def limits():
    """By an ordinary client, before anything else was: a connection that is closed as soon as it is open, RabbitMQ 3.10 may count for ever
    (it notes either in a process of its own, and the end may come first)."""
    settings = pika.ConnectionParameters(
        own["host"], own["port"], own["virtualHost"], pika.PlainCredentials(own["user"], own["password"]),
        # Nobody answers heartbeats while others are opened.
        heartbeat=0, socket_timeout=PATIENCE, stack_timeout=PATIENCE)
    opened = at_once(settings)
    for one in opened[1:]:
        one.close()
    # One channel too many ends the connection.
    return {"connections": len(opened), "channels": len(most(opened[0].channel))}


def attempts():
    global session
    session = Session()
    before = counts()
    table = amqp() + ways() + managing()
    doubles = [name for name, count in collections.Counter((one.area, one.name) for one in table).items() if count > 1]
    if doubles:
        raise SystemExit("two attempts of one name: %s" % doubles)
    answers = [one.run() for one in table if one.area == "amqp"]
    session.end()
    # A broker that hangs up waits for some seconds before it does.
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        answers += pool.map(lambda one: one.run(), [one for one in table if one.area == "connect"])
    after = counts()
    answers += [one.run() for one in table if one.area == "http"]
    came = [{"area": one.area, "name": one.name, "expected": one.expected.split("|"), "answer": answer, "contract": one.contract}
            for one, answer in zip(table, answers)]
    for area in ["amqp", "connect", "http"]:
        mine = [one for one in came if one["area"] == area]
        print("%s: tried %d, refused %d, allowed by contract %d, otherwise than expected %d" % (
            area, len(mine), len([one for one in mine if not one["contract"]]), len([one for one in mine if one["contract"]]),
            len([one for one in mine if one["answer"] not in one["expected"]])), file=sys.stderr)

    return {"attempts": came, "before": before, "after": after}


json.dump({"limits": limits, "attempts": attempts}[sys.argv[1]](), sys.stdout)
