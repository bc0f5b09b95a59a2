/// Why a token is not taken. It never holds a part of the token.
public enum TokenFault: Error, Hashable, Sendable, CustomStringConvertible {
  case missing
  case malformed
  case algorithm
  case unknownKey
  case signature
  case issuer
  case audience
  case expired
  case notYetValid
  case claims
  /// Its issuer does not speak for the organisation that it names.
  case organisation
  /// It does not say who its holder is in a way that everybody sees.
  case subject
  /// It is good only together with a key, which is not shown here.
  case bound
  /// It is good only together with a certificate, and the connection was made without one.
  case certificateMissing
  /// The connection was made with another certificate than the one that it is good with.
  case otherCertificate
  /// It is bound to no certificate, as those of systems of its organisation must be.
  case unbound
  /// A system holds it, and what was asked for only a person may do.
  case machine
  /// A person holds it, and what was asked for is for systems.
  case person
  /// The issuer's keys cannot be had now: nobody can say whether the token is right.
  case issuerUnavailable

  /// Dutch, for whoever sent it.
  public var description: String {
    switch self {
    case .missing: "Stuur een toegangstoken mee: «Authorization: Bearer …»."
    case .malformed: "Het toegangstoken is geen ondertekend JWT."
    case .algorithm: "Het toegangstoken is ondertekend met een algoritme dat niet is toegestaan."
    case .unknownKey: "Het toegangstoken is ondertekend met een sleutel die de uitgever niet kent."
    case .signature: "De handtekening van het toegangstoken klopt niet."
    case .issuer: "Het toegangstoken is van een andere uitgever."
    case .audience: "Het toegangstoken is niet voor deze dienst."
    case .expired: "Het toegangstoken is verlopen."
    case .notYetValid: "Het toegangstoken is nog niet geldig."
    case .claims:
      "In het toegangstoken ontbreekt wie het heeft (persoon, organisatie of rollen), of het staat er in een andere vorm."
    case .organisation: "De uitgever van het toegangstoken spreekt niet voor de organisatie die erin staat."
    case .subject:
      "In het toegangstoken moet wie het heeft («sub») één regel zijn van hoogstens 255 tekens die alle te zien zijn, zonder spatie aan het "
        + "begin of het eind."
    case .bound: "Het toegangstoken is gebonden aan een sleutel, en niet voor deze ingang."
    case .certificateMissing:
      "Het toegangstoken is gebonden aan een certificaat, en deze verbinding is zonder certificaat gemaakt."
    case .otherCertificate:
      "Het toegangstoken is gebonden aan een ander certificaat dan waarmee deze verbinding is gemaakt."
    case .unbound:
      "Een systeem van uw organisatie heeft een toegangstoken nodig dat aan zijn certificaat is gebonden (RFC 8705)."
    case .machine: "Dit toegangstoken is van een systeem. Een systeem kan lezen; een opdracht geeft een persoon."
    case .person: "Dit is voor systemen van uw organisatie, met een toegangstoken van een systeem."
    case .issuerUnavailable: "De uitgever van toegangstokens is niet bereikbaar. Probeer het later opnieuw."
    }
  }
}
