#!/usr/bin/env python3
"""Sets up Glewlwyd, Debian's OpenID provider, for a first case: people with passwords, what is told of them, and an application.

    provider.py

Run once, as root, on the machine of first-case.md, whose addresses are below. The administrator that a new Glewlwyd begins with gets
another password. All passwords go to people.json beside this file, for root alone.
"""
import json
import os
import pathlib
import secrets
import subprocess

import requests
import urllib3

PROVIDER = "https://identity.example:4593"
AUDIENCE = "https://casusregie.example"
COMMANDS = "https://casusregie.example/opdrachten"
"""For whom tokens are meant that come with commands over queues."""
FOLDER = pathlib.Path(__file__).resolve().parent
PEOPLE = {
    "carla": ("00000099000000000100", ["hoofdbeheerder", "beheerder"]),
    "dirk": ("00000099000000000100", ["hoofdbeheerder", "beheerder"]),
    "ilse": ("00000099000000000101", ["intake"]),
    "joost": ("00000099000000000101", ["jurist"]),
    "vera": ("00000099000000000104", ["behandelaar"]),
}
"""The organisation and the roles of each."""


class Provider:
    """The interface of Glewlwyd for its administrator: API.md in /usr/share/doc/glewlwyd has all of it."""

    def __init__(self):
        self.session = requests.Session()
        # It may have been started a moment ago.
        retries = urllib3.Retry(total=20, connect=20, backoff_factor=0.2, allowed_methods=None)
        self.session.mount(PROVIDER, requests.adapters.HTTPAdapter(max_retries=retries))

    def ask(self, method, path, body):
        answer = self.session.request(method, f"{PROVIDER}/api{path}", json=body, timeout=30)
        if answer.status_code != 200:
            raise SystemExit(f"provider: {method} {path}: {answer.status_code} {answer.text}")


def keep(kind, lists, texts):
    """Gives its users or its clients properties, so that they can come in tokens."""
    shown = {"read": True, "write": True, "profile-read": False, "profile-write": False}
    forms = {name: {"multiple": name in lists, **shown} for name in lists + texts}
    return {"module": "database", "name": "database", "display_name": "database", "order_rank": 0, "readonly": False,
            "multiple_passwords": False, "parameters": {"use-glewlwyd-connection": True, "data-format": forms}}


def plugin():
    """OpenID Connect, signed with a key that is made for it."""
    key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    private = subprocess.run(["openssl", "genpkey", *key], check=True, capture_output=True, text=True).stdout
    public = subprocess.run(["openssl", "pkey", "-pubout"], input=private, check=True, capture_output=True, text=True).stdout
    claims = [{"user-parameter": name, "client-parameter": name, "token-parameter": name} for name in ("organisatie", "rollen")]
    return {"module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": {
        "iss": f"{PROVIDER}/api/oidc", "jwt-type": "ecdsa", "jwt-key-size": "256", "key": private, "cert": public,
        "jwks-show": True, "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-client-enabled": False,
        "auth-type-token-enabled": False, "auth-type-password-enabled": False, "auth-type-refresh-enabled": False,
        "access-token-duration": 600, "refresh-token-duration": 600, "code-duration": 60, "refresh-token-rolling": False,
        "resource-allowed": True, "resource-scope": {"casusregie": [AUDIENCE, COMMANDS]}, "additional-parameters": claims,
        # Tokens that are bound to a key, for commands over queues (RFC 9449).
        "oauth-dpop-allowed": True, "oauth-dpop-iat-duration": 60}}


def main():
    passwords = {name: secrets.token_urlsafe(18) for name in ["admin", *PEOPLE, "application"]}
    file = FOLDER / "people.json"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(passwords, out, indent=2)
    provider = Provider()
    provider.ask("POST", "/auth", {"username": "admin", "password": "password"})
    provider.ask("PUT", "/profile/password", {"old_password": "password", "password": passwords["admin"]})
    for kind, lists, texts in (
        ("user", ["rollen"], ["organisatie"]),
        ("client", ["redirect_uri", "authorization_type", "token_endpoint_auth_method"], ["client_secret"]),
    ):
        provider.ask("PUT", f"/mod/{kind}/database", keep(kind, lists, texts))
        provider.ask("PUT", f"/mod/{kind}/database/reset", {})
    provider.ask("POST", "/mod/plugin", plugin())
    provider.ask("POST", "/scope", {"name": "casusregie", "display_name": "casusregie", "password_required": True,
                                    "password_max_age": 0, "scheme": {}})
    for name, (organisation, roles) in PEOPLE.items():
        provider.ask("POST", "/user", {"username": name, "password": passwords[name], "scope": ["casusregie"],
                                       "organisatie": organisation, "rollen": roles})
    provider.ask("POST", "/client", {
        "client_id": "application", "confidential": True, "client_secret": passwords["application"],
        "token_endpoint_auth_method": ["client_secret_basic"], "authorization_type": ["code"], "scope": ["casusregie"],
        "redirect_uri": ["https://application.example/terug"]})
    print(f"{len(PEOPLE)} people; their passwords are in {file}")


main()
