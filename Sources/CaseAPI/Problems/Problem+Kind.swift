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
