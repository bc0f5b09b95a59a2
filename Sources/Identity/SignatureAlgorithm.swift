/// How a token is signed (RFC 7518, 3.1): by a private key that only the issuer has. `none` and the shared-secret `HS*`
/// are not here and never will be.
package enum SignatureAlgorithm: String, CaseIterable {
  case es256 = "ES256"
  case es384 = "ES384"
  case rs256 = "RS256"
  case ps256 = "PS256"
}
