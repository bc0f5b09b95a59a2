#!/usr/bin/env python3
"""Gets an access token of one of the people of provider.py, as an application and a browser do it together: by an authorization code.

    sign_in.py PERSON                    for REST
    sign_in.py PERSON --commands FOLDER  for commands over queues, bound to the key in FOLDER/private.json (RFC 9449)

Each token is written once, to standard output. It works for ten minutes.
"""
import argparse
import json
import pathlib
import re
import time
import uuid

import requests
from jwcrypto import jwk, jwt

PROVIDER = "https://identity.example:4593/api"
AUDIENCE = "https://casusregie.example"
COMMANDS = "https://casusregie.example/opdrachten"
BACK = "https://application.example/terug"
"""Where the browser would go back to."""


def proof(folder):
    """That we have the key to which the token is to be bound: signed with it."""
    keys = json.loads((pathlib.Path(folder) / "private.json").read_text())["keys"]
    key = jwk.JWK(**next(key for key in keys if key["use"] == "sig"))
    public = {name: value for name, value in key.export_public(as_dict=True).items() if name in ("kty", "crv", "x", "y")}
    claims = {"jti": str(uuid.uuid4()), "htm": "POST", "htu": f"{PROVIDER}/oidc/token", "iat": int(time.time())}
    signed = jwt.JWT(header={"alg": "ES256", "typ": "dpop+jwt", "jwk": public}, claims=claims)
    signed.make_signed_token(key)
    return {"DPoP": signed.serialize()}


def given(answer):
    if answer.status_code != 200:
        raise SystemExit(f"sign_in: {answer.request.method} {answer.request.path_url.split('?')[0]}: {answer.status_code} {answer.text}")
    return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("person")
    parser.add_argument("--commands", metavar="FOLDER")
    options = parser.parse_args()
    audience = COMMANDS if options.commands else AUDIENCE
    passwords = json.loads((pathlib.Path(__file__).resolve().parent / "people.json").read_text())
    # The person, in a browser: logs in, agrees, and is sent back with a code.
    browser = requests.Session()
    given(browser.post(f"{PROVIDER}/auth", json={"username": options.person, "password": passwords[options.person]}))
    given(browser.put(f"{PROVIDER}/auth/grant/application", json={"scope": "casusregie"}))
    page = given(browser.get(f"{PROVIDER}/oidc/auth", params={
        "response_type": "code", "response_mode": "form_post", "client_id": "application", "redirect_uri": BACK,
        "scope": "casusregie", "state": uuid.uuid4().hex, "resource": audience, "g_continue": ""}))
    code = re.search('name="code" value="([^"]+)"', page.text).group(1)
    # The application: changes the code for a token.
    answer = given(requests.post(
        f"{PROVIDER}/oidc/token", auth=("application", passwords["application"]),
        headers=proof(options.commands) if options.commands else {},
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}))
    print(answer.json()["access_token"])


main()
