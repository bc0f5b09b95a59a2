public import CaseCore

extension RightsFault {
  public var dutch: String {
    switch self {
    case .number: "Een organisatie heeft als nummer (OIN) 20 cijfers of hoofdletters."
    case .text(let fault): fault.dutch
    case .unknownRole(let role, let known):
      "Geen werkstroom kent de rol «\(role)»."
        + (known.isEmpty ? "" : " Bekend zijn: \(known.joined(separator: ", ")).")
    case .noRole: "Noem ten minste één rol."
    case .unknown: "Er is geen organisatie met dit nummer."
    case .noChange: "Het voorstel wijzigt niets."
    case .keyMissing(let use): "Er is geen sleutel met gebruik (use) «\(use)»: van elk is er een nodig."
    case .keyTwice: "Twee sleutels hebben dezelfde naam (kid)."
    case .notSuspended: "De organisatie is niet afgesloten."
    case .lastAdministrator(let role):
      "Er blijft dan geen organisatie met de rol «\(role)» over, en niemand keurt nog iets goed."
    case .merged(let number, let successor): "De organisatie \(number) is opgegaan, of gaat op, in \(successor)."
    case .ownSuccessor: "Een organisatie gaat op in een andere, niet in zichzelf."
    case .successorUnknown: "Er is geen organisatie met het nummer van de opvolger."
    case .successorInOtherRegion: "De opvolger werkt in een andere regio: wijzig eerst een van beide."
    case .successorLacks(let roles):
      "De opvolger heeft niet elke rol van de organisatie: geef hem eerst \(roles.joined(separator: ", "))."
    case .ownAgent: "Een organisatie geeft een mandaat aan een andere, niet aan zichzelf."
    case .agentUnknown: "Er is geen organisatie met het nummer van de gemachtigde."
    case .mandateOver: "De laatste dag van het mandaat ligt voor de eerste, of is voorbij."
    case .principalLacks(let roles):
      "De organisatie die het mandaat geeft, heeft zelf niet de rol \(roles.joined(separator: ", "))."
    case .mandateMeets(let number):
      "Mandaat \(number) regelt op een van deze dagen al wie in een van deze rollen handelt: beëindig dat eerst."
    case .versionPublished(let workflow, let version):
      "Versie \(version) van «\(workflow)» is al gepubliceerd, met deze tekst."
    case .versionChanged(let workflow, let version):
      "Versie \(version) van «\(workflow)» is gepubliceerd met een andere tekst: een andere tekst is een nieuwe versie."
    case .versionUnknown(let workflow, let version): "Versie \(version) van «\(workflow)» is niet gepubliceerd."
    case .versionUnsealed(let workflow, let version):
      "Versie \(version) van «\(workflow)» staat in de database, en niemand heeft haar gepubliceerd. Laat nagaan wat er is gebeurd."
    }
  }
}
