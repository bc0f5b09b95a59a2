#!/usr/bin/env python3
"""Stands in for an identity provider where a start is tried out: publishes the keys of an issuer, over TLS, and gives no tokens.

    scripts/try-issuer.py ISSUER PORT CERTIFICATE KEY

The key that it publishes is made for this run; its private half is thrown away.
"""
import base64
import http.server
import json
import ssl
import subprocess
import sys


def public_key():
    """A JSON Web Key of a P-256 key: the last 64 bytes of its DER are its coordinates."""
    private = subprocess.run(
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout"], check=True, capture_output=True
    ).stdout
    public = subprocess.run(
        ["openssl", "pkey", "-pubout", "-outform", "DER"], input=private, check=True, capture_output=True
    ).stdout
    x, y = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (public[-64:-32], public[-32:]))
    return {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "try-out", "x": x, "y": y}


def main():
    issuer, port, certificate, key = sys.argv[1:]
    path = "/" + issuer.split("/", 3)[3]
    answers = {
        path + "/.well-known/openid-configuration": {"issuer": issuer, "jwks_uri": issuer + "/keys"},
        path + "/keys": {"keys": [public_key()]},
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = answers.get(self.path)
            body = json.dumps(answer or {}).encode()
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


main()
