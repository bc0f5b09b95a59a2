/// What an organisation can send: the type of its CloudEvent. Each has a statement, which is what is signed (`Statements`), and an
/// extension of ``CommandProcessor`` that handles it.
package enum MessageKind: String, CaseIterable, Sendable {
  case give = "nl.casusregie.opdracht.geven"
  case begin = "nl.casusregie.opdracht.beginnen"
  case ask = "nl.casusregie.vraag.stellen"
  case acknowledge = "nl.casusregie.ontvangst.bevestigen"

  /// The `typ` of what is signed: what was signed as one is never taken for the other.
  package var statement: String {
    switch self {
    case .give, .begin: "opdracht+jwt"
    case .ask: "vraag+jwt"
    case .acknowledge: "ontvangst+jwt"
    }
  }
}
