import Hummingbird

extension Problem {
  /// The kinds of problem; the raw value ends the problem's `type` and does not change.
  enum Kind: String, CaseIterable {
    case invalid = "ongeldig-verzoek"
    case unauthenticated = "niet-aangemeld"
    case notEntitled = "niet-bevoegd"
    case notFound = "niet-gevonden"
    case destroyed = "casus-vernietigd"
    case methodNotAllowed = "methode-niet-toegestaan"
    case notAcceptable = "antwoordvorm-niet-leverbaar"
    case notNow = "nu-niet-mogelijk"
    case reusedKey = "sleutel-al-gebruikt"
    case stale = "casus-gewijzigd"
    case tooLarge = "verzoek-te-groot"
    case unsupportedType = "vorm-niet-ondersteund"
    case internalFault = "interne-fout"
    case unavailable = "niet-beschikbaar"

    var type: String { "urn:casusregie:probleem:\(rawValue)" }

    /// For programs, of what is not told apart more finely.
    var code: String {
      switch self {
      case .invalid: "invalid"
      case .unauthenticated: "unauthenticated"
      case .notEntitled: "not-entitled"
      case .notFound: "not-found"
      case .destroyed: "case-destroyed"
      case .methodNotAllowed: "method-not-allowed"
      case .notAcceptable: "not-acceptable"
      case .notNow: "not-now"
      case .reusedKey: "reused-key"
      case .stale: "stale"
      case .tooLarge: "too-large"
      case .unsupportedType: "unsupported-type"
      case .internalFault: "internal-fault"
      case .unavailable: "unavailable"
      }
    }

    var status: HTTPResponse.Status {
      switch self {
      case .invalid: .badRequest
      case .unauthenticated: .unauthorized
      case .notEntitled: .forbidden
      case .notFound: .notFound
      case .destroyed: .gone
      case .methodNotAllowed: .methodNotAllowed
      case .notAcceptable: .notAcceptable
      case .notNow, .reusedKey: .conflict
      case .stale: .preconditionFailed
      case .tooLarge: .contentTooLarge
      case .unsupportedType: .unsupportedMediaType
      case .internalFault: .internalServerError
      case .unavailable: .serviceUnavailable
      }
    }

    var title: String {
      switch self {
      case .invalid: "Het verzoek is ongeldig"
      case .unauthenticated: "Niet aangemeld"
      case .notEntitled: "Niet bevoegd"
      case .notFound: "Niet gevonden"
      case .destroyed: "De casus is vernietigd"
      case .methodNotAllowed: "Methode niet toegestaan"
      case .notAcceptable: "Antwoordvorm niet leverbaar"
      case .notNow: "Nu niet mogelijk"
      case .reusedKey: "Idempotency-Key al gebruikt"
      case .stale: "De casus is gewijzigd"
      case .tooLarge: "Het verzoek is te groot"
      case .unsupportedType: "Vorm niet ondersteund"
      case .internalFault: "Interne fout"
      case .unavailable: "Tijdelijk niet beschikbaar"
      }
    }
  }
}
