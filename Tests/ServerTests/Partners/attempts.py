"""Everything that AMQP 0-9-1 lets a client try, with the credentials of one partner.

Reads a JSON object from standard input and writes one to standard output: what the broker answered to each attempt.
"ok", or the code with which it closed the channel or refused the connection.
"""

import json
import sys

import pika

given = json.load(sys.stdin)
own, other, command = given["own"], given["other"], given["command"]


def parameters(**changes):
    values = dict(host=own["host"], port=own["port"], virtual_host=own["virtualHost"],
                  credentials=pika.PlainCredentials(own["user"], own["password"]),
                  blocked_connection_timeout=20, socket_timeout=20)
    values.update(changes)
    return pika.ConnectionParameters(**values)


connection = pika.BlockingConnection(parameters())


def result(attempt):
    global connection
    try:
        channel = connection.channel()
        try:
            attempt(channel)
            return "ok"
        finally:
            if channel.is_open:
                channel.close()
    except pika.exceptions.ChannelClosedByBroker as error:
        return str(error.reply_code)
    except pika.exceptions.ConnectionClosedByBroker as error:
        connection = pika.BlockingConnection(parameters())
        return "connection %d" % error.reply_code
    except (pika.exceptions.UnroutableError, pika.exceptions.NackError) as error:
        return type(error).__name__


def publish(exchange, key="", user=None):
    def attempt(channel):
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, b"{}", pika.BasicProperties(user_id=user), mandatory=True)
    return attempt


def get(queue):
    def attempt(channel):
        method, _, _ = channel.basic_get(queue)
        if method:
            channel.basic_nack(method.delivery_tag)
    return attempt


def consume(queue, **options):
    return lambda channel: channel.basic_consume(queue, lambda *_: None, **options)


def opened(**changes):
    def attempt(_):
        try:
            pika.BlockingConnection(parameters(**changes)).close()
        except (pika.exceptions.ProbableAuthenticationError, pika.exceptions.ProbableAccessDeniedError,
                pika.exceptions.ConnectionClosedByBroker) as error:
            raise pika.exceptions.ChannelClosedByBroker(getattr(error, "reply_code", 403) or 403, "") from error
    return attempt


attempts = {
    "publish to own exchange": publish(own["exchange"], user=own["user"]),
    "get from own queue": get(own["queue"]),
    "consume own queue": consume(own["queue"]),
    "passive declare own queue": lambda c: c.queue_declare(own["queue"], passive=True),
    "publish to own exchange as another": publish(own["exchange"], user=other["user"]),
}
for name in ["", "geheim", "events." + other["organisation"], "opdrachten-onbestelbaar-2", "events." + "0" * 32]:
    attempts["declare queue '%s'" % name] = lambda c, n=name: c.queue_declare(n, durable=True)
    attempts["declare exclusive queue '%s'" % name] = lambda c, n=name: c.queue_declare(n, exclusive=True)
    if name:
        attempts["passive declare '%s'" % name] = lambda c, n=name: c.queue_declare(n, passive=True)
for kind in ["direct", "fanout", "topic", "headers"]:
    attempts["declare exchange " + kind] = lambda c, k=kind: c.exchange_declare("mijn-" + k, k)
for whose, queue in [("own queue", own["queue"]), ("own commands", command), ("other's queue", other["queue"]),
                     ("other's commands", given["otherCommand"])]:
    attempts["delete " + whose] = lambda c, q=queue: c.queue_delete(q)
    attempts["bind %s to own exchange" % whose] = lambda c, q=queue: c.queue_bind(q, own["exchange"])
    attempts["bind %s to other's exchange" % whose] = lambda c, q=queue: c.queue_bind(q, other["exchange"])
    attempts["bind %s to amq.topic" % whose] = lambda c, q=queue: c.queue_bind(q, "amq.topic", "#")
    attempts["bind %s to amq.rabbitmq.trace" % whose] = lambda c, q=queue: c.queue_bind(q, "amq.rabbitmq.trace", "#")
    attempts["unbind " + whose] = lambda c, q=queue: c.queue_unbind(q, own["exchange"])
    attempts["publish to %s by the default exchange" % whose] = publish("", queue)
    if whose != "own queue":
        attempts["purge " + whose] = lambda c, q=queue: c.queue_purge(q)
        attempts["get from " + whose] = get(queue)
        attempts["consume " + whose] = consume(queue)
        attempts["consume %s alone" % whose] = consume(queue, exclusive=True)
for whose, exchange in [("own exchange", own["exchange"]), ("other's exchange", other["exchange"])]:
    attempts["delete " + whose] = lambda c, e=exchange: c.exchange_delete(e)
    attempts["bind %s to amq.fanout" % whose] = lambda c, e=exchange: c.exchange_bind(e, "amq.fanout")
    attempts["bind amq.fanout to " + whose] = lambda c, e=exchange: c.exchange_bind("amq.fanout", e)
    attempts["declare %s anew" % whose] = lambda c, e=exchange: c.exchange_declare(e, "topic")
for exchange in [other["exchange"], "amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match",
                 "amq.rabbitmq.trace", ""]:
    attempts["publish to exchange '%s'" % exchange.replace(other["exchange"], "other's")] = publish(exchange, "x")
for host in ["/", "geheim"]:
    attempts["open virtual host " + host] = opened(virtual_host=host)
for user, password in [(other["user"], "geraden"), ("guest", "guest"), (own["user"], "")]:
    attempts["connect as %s" % ("other" if user == other["user"] else "itself without a password"
                                if user == own["user"] else user)] = opened(
        credentials=pika.PlainCredentials(user, password))

answers = {name: result(attempt) for name, attempt in attempts.items()}


def most(make):
    """How many can be open at once."""
    opened_ones = []
    try:
        while len(opened_ones) < 200:
            opened_ones.append(make())
    except (pika.exceptions.AMQPError, ValueError):
        pass
    return opened_ones


extra = most(lambda: pika.BlockingConnection(parameters()))
answers["connections at once"] = str(len(extra) + 1)
for one in extra:
    one.close()
single = pika.BlockingConnection(parameters())
answers["channels at once"] = str(len(most(single.channel)))
json.dump(answers, sys.stdout)
