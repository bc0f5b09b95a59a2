import StrictJSON

/// The first part of a token, which says how to check it. It comes from the sender, so nothing in it is believed: the
/// algorithm must be on our list and fit the key, and the key must be the issuer's.
package struct TokenHeader {
  package let algorithm: SignatureAlgorithm
  package let key: String

  package init(_ bytes: [UInt8]) throws(TokenFault) {
    // What is wrong with it is the sender's to know only in general.
    guard let fields = try? JSONReader.read(bytes, within: .token) else { throw .malformed }
    guard let name = fields["alg"]?.string else { throw .malformed }
    guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw .algorithm }
    // `crit` names extensions that must be understood (RFC 7515, 4.1.11). We understand none.
    guard let key = fields["kid"]?.string, fields["crit"] == nil else { throw .malformed }
    self.algorithm = algorithm
    self.key = key
  }
}

/// How a token is signed (RFC 7518, 3.1): by a private key that only the issuer has. `none` and the shared-secret `HS*`
/// are not here and never will be.
package enum SignatureAlgorithm: String, CaseIterable {
  case es256 = "ES256"
  case es384 = "ES384"
  case rs256 = "RS256"
  case ps256 = "PS256"
}
