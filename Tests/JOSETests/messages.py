"""Seals a message as a partner would, and opens one of the service: with jwcrypto, for PythonTests."""
import json
import sys

from jwcrypto import jwe, jwk, jws


def seal(service_key, payload):
    signing = jwk.JWK.generate(kty="EC", crv="P-256", use="sig", kid="hun-sig")
    encryption = jwk.JWK.generate(kty="EC", crv="P-256", use="enc", kid="hun-enc")
    receiver = jwk.JWK.from_json(service_key)
    signed = jws.JWS(payload.encode())
    header = {"alg": "ES256", "typ": "opdracht+jwt", "kid": "hun-sig"}
    signed.add_signature(signing, protected=json.dumps(header))
    header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": receiver.key_id, "cty": "JWT"}
    sealed = jwe.JWE(signed.serialize(compact=True).encode(), protected=json.dumps(header), recipient=receiver)
    return {
        "keys": [key.export_public(as_dict=True) for key in (signing, encryption)],
        "private": encryption.export_private(),
        "thumbprint": signing.thumbprint(),
        "message": sealed.serialize(compact=True),
    }


def open_message(service_key, message, private):
    sealed = jwe.JWE()
    sealed.deserialize(message, key=jwk.JWK.from_json(private))
    signed = jws.JWS()
    signed.deserialize(sealed.payload.decode(), key=jwk.JWK.from_json(service_key))
    return {"payload": signed.payload.decode()}


if __name__ == "__main__":
    action = {"seal": seal, "open": open_message}[sys.argv[1]]
    print(json.dumps(action(*sys.argv[2:])))
