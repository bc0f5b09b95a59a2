"""How we log in at the broker, by what the operator gave (access.json), and whom we trust there."""
import ssl

import pika


def connection(folder, access):
    context = security(folder)
    parameters = []
    # A broker of several nodes is at each of them: the first that answers is taken.
    for server in access.get("servers") or [access]:
        tls = pika.SSLOptions(context, server["host"]) if access["tls"] else None
        place = (server["host"], server["port"], access["virtualHost"], login(folder, access, context))
        parameters.append(pika.ConnectionParameters(*place, ssl_options=tls))
    return pika.BlockingConnection(parameters)


def security(folder):
    """The authorities in ca.pem when it is there, or else those that this machine knows."""
    authorities = folder / "ca.pem"
    return ssl.create_default_context(cafile=authorities if authorities.exists() else None)


def login(folder, access, context):
    if not access.get("certificate"):
        return pika.PlainCredentials(access["user"], access["password"])
    context.load_cert_chain(folder / "client.pem", folder / "client.key")
    return pika.credentials.ExternalCredentials()
