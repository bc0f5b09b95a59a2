extension Problem {
  /// The kinds of problem; the raw value ends the problem's `type` and does not change.
  package enum Kind: String, CaseIterable, Sendable {
    case invalid = "ongeldig-verzoek"
    case unauthenticated = "niet-aangemeld"
    case insufficientAuthentication = "aanmelding-niet-sterk-genoeg"
    case notEntitled = "niet-bevoegd"
    case notFound = "niet-gevonden"
    case destroyed = "casus-vernietigd"
    case methodNotAllowed = "methode-niet-toegestaan"
    case notAcceptable = "antwoordvorm-niet-leverbaar"
    case notNow = "nu-niet-mogelijk"
    case reusedKey = "sleutel-al-gebruikt"
    case stale = "casus-gewijzigd"
    case tooLarge = "verzoek-te-groot"
    case answerTooLarge = "antwoord-te-groot"
    case unsupportedType = "vorm-niet-ondersteund"
    case tooManyRequests = "te-veel-verzoeken"
    case invalidStatement = "verklaring-ongeldig"
    case statementExpired = "verklaring-verlopen"
    case expired = "verlopen"
    case predecessorNotCarriedOut = "voorganger-niet-uitgevoerd"
    case internalFault = "interne-fout"
    case unavailable = "niet-beschikbaar"

    package var type: String { "urn:casusregie:probleem:\(rawValue)" }

    /// For programs, of what is not told apart more finely.
    package var code: String {
      switch self {
      case .invalid: "invalid"
      case .unauthenticated: "unauthenticated"
      case .insufficientAuthentication: "insufficient-authentication"
      case .notEntitled: "not-entitled"
      case .notFound: "not-found"
      case .destroyed: "case-destroyed"
      case .methodNotAllowed: "method-not-allowed"
      case .notAcceptable: "not-acceptable"
      case .notNow: "not-now"
      case .reusedKey: "reused-key"
      case .stale: "stale"
      case .tooLarge: "too-large"
      case .answerTooLarge: "answer-too-large"
      case .unsupportedType: "unsupported-type"
      case .tooManyRequests: "too-many-requests"
      case .invalidStatement: "invalid-statement"
      case .statementExpired: "statement-expired"
      case .expired: "expired"
      case .predecessorNotCarriedOut: "predecessor-not-carried-out"
      case .internalFault: "internal-fault"
      case .unavailable: "unavailable"
      }
    }

    /// Of HTTP; elsewhere a member like the others.
    package var status: Int {
      switch self {
      case .invalid: 400
      case .unauthenticated, .insufficientAuthentication, .invalidStatement, .statementExpired: 401
      case .notEntitled: 403
      case .notFound: 404
      case .destroyed: 410
      case .methodNotAllowed: 405
      case .notAcceptable: 406
      case .notNow, .reusedKey, .expired, .predecessorNotCarriedOut: 409
      case .stale: 412
      case .tooLarge, .answerTooLarge: 413
      case .unsupportedType: 415
      case .tooManyRequests: 429
      case .internalFault: 500
      case .unavailable: 503
      }
    }

    package var title: String {
      switch self {
      case .invalid: "Het verzoek is ongeldig"
      case .unauthenticated: "Niet aangemeld"
      case .insufficientAuthentication: "De aanmelding is niet sterk genoeg"
      case .notEntitled: "Niet bevoegd"
      case .notFound: "Niet gevonden"
      case .destroyed: "De casus is vernietigd"
      case .methodNotAllowed: "Methode niet toegestaan"
      case .notAcceptable: "Antwoordvorm niet leverbaar"
      case .notNow: "Nu niet mogelijk"
      case .reusedKey: "Idempotency-Key al gebruikt"
      case .stale: "De casus is gewijzigd"
      case .tooLarge: "Het verzoek is te groot"
      case .answerTooLarge: "Het antwoord is te groot"
      case .unsupportedType: "Vorm niet ondersteund"
      case .tooManyRequests: "Te veel verzoeken"
      case .invalidStatement: "De verklaring is ongeldig"
      case .statementExpired: "De verklaring is verlopen"
      case .expired: "De opdracht is verlopen"
      case .predecessorNotCarriedOut: "De eerdere opdracht is niet uitgevoerd"
      case .internalFault: "Interne fout"
      case .unavailable: "Tijdelijk niet beschikbaar"
      }
    }
  }
}
