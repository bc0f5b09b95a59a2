"""Our keys and the service's: what we say is signed by us and encrypted for the service, and what it says the other way round."""
import json
import uuid

from jwcrypto import jwe, jwk, jws


class Keys:
    def __init__(self, folder):
        self.folder = folder

    def make(self):
        keys = [jwk.JWK.generate(kty="EC", crv="P-256", use=use, kid=f"{use}-{uuid.uuid4().hex[:8]}") for use in ("sig", "enc")]
        private = self.folder / "private.json"
        private.touch(mode=0o600)
        private.write_text(json.dumps({"keys": [key.export_private(as_dict=True) for key in keys]}))
        public = {"keys": [key.export_public(as_dict=True) for key in keys]}
        (self.folder / "public.json").write_text(json.dumps(public))

    def key(self, file, use, name=None):
        known = json.loads((self.folder / file).read_text())["keys"]
        keys = [jwk.JWK(**key) for key in known if key["use"] == use and name in (None, key["kid"])]
        if not keys:
            raise ValueError(f"{file} has no such key, {use} {name or ''}: ask the operator when it is the service's")
        return keys[0]

    def seal(self, statement, kind):
        """Signed by us, and encrypted for the service."""
        signing, sealing = self.key("private.json", "sig"), self.key("service.json", "enc")
        signed = jws.JWS(json.dumps(statement).encode())
        signed.add_signature(signing, protected=json.dumps({"alg": "ES256", "typ": kind, "kid": signing["kid"]}))
        header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": sealing["kid"], "cty": "JWT"}
        sealed = jwe.JWE(signed.serialize(compact=True).encode(), protected=json.dumps(header), recipient=sealing)
        return sealed.serialize(compact=True)

    def open(self, data):
        """What the service says: opened with our key, and signed by the service's."""
        sealed = jwe.JWE()
        sealed.deserialize(data)
        sealed.decrypt(self.key("private.json", "enc", sealed.jose_header["kid"]))  # after a rotation it may be for a former one
        signed = jws.JWS()
        signed.deserialize(sealed.payload.decode())
        if signed.jose_header.get("typ") != "antwoord+jwt":
            raise ValueError("this is no answer")
        signed.verify(self.key("service.json", "sig", signed.jose_header.get("kid")))
        return json.loads(signed.payload)
