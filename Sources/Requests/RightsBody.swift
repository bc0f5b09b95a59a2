package import StrictJSON

/// A proposal of what changes the rights of an organisation, as it was sent. Whether it may be so is for `RightsService` to say.
package struct RightsBody {
  /// What it is about, in the words of the API.
  package enum Kind: String, CaseIterable {
    case enter = "inschrijven"
    case change = "wijzigen"
    case keys = "sleutels"
    case resume = "hervatten"
    case remove = "verwijderen"
    case merge = "samenvoegen"

    fileprivate var members: [String] {
      switch self {
      case .enter, .change: ["naam", "regio", "rollen"]
      case .keys: ["sleutels"]
      case .resume: []
      case .remove: ["ondanksCasussen", "ondanksBerichten"]
      case .merge: ["opvolger"]
      }
    }
  }

  package let reason: String
  package private(set) var kind: Kind = .enter
  package private(set) var organisation = ""
  package private(set) var name: String?
  package private(set) var region: String?
  package private(set) var roles: [String]?
  /// JSON Web Keys.
  package private(set) var keys: [JSON] = []
  package private(set) var despiteCases = false
  package private(set) var despiteMessages = false
  /// The number of the organisation that it is merged into.
  package private(set) var successor: String?

  private static let mostKeys = 20

  package init(_ json: JSON) throws(InvalidRequest) {
    self = try BodyReader.read(json) { body in
      body.allowOnly(["reden", "wijziging"])
      let reason = body.text("reden")
      let read = body.requiredPart("wijziging") { RightsBody(reason: reason ?? "", &$0) }
      return reason == nil ? nil : read
    }
  }

  /// Reads every member before it gives up, so that all faults are found.
  private init?(reason: String, _ body: inout BodyReader) {
    self.reason = reason
    let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = body.required("soort", "Moet een van deze zijn: \(kinds).") {
      BodyReader.string($0).flatMap(Kind.init)
    }
    let organisation = Self.number("organisatie", &body)
    guard let kind else { return nil }
    body.allowOnly(["soort", "organisatie"] + kind.members)
    switch kind {
    case .enter:
      (name, region, roles) = (body.line("naam"), body.line("regio"), body.roles("rollen"))
      guard name != nil, region != nil, roles != nil else { return nil }
    case .change:
      (name, region, roles) = (body.optionalLine("naam"), body.optionalLine("regio"), body.optionalRoles("rollen"))
    case .keys:
      let rule = "Moet een lijst van 1 tot \(Self.mostKeys) openbare sleutels (JWK) zijn."
      let keys = body.required("sleutels", rule) { json -> [JSON]? in
        guard case .array(let items) = json, (1...Self.mostKeys).contains(items.count) else { return nil }
        return items
      }
      guard let keys else { return nil }
      self.keys = keys
    case .resume: break
    case .remove:
      let rule = "Moet true of false zijn."
      despiteCases = body.optional("ondanksCasussen", rule, BodyReader.bool) ?? false
      despiteMessages = body.optional("ondanksBerichten", rule, BodyReader.bool) ?? false
    case .merge:
      successor = Self.number("opvolger", &body)
      guard successor != nil else { return nil }
    }
    guard let organisation else { return nil }
    (self.kind, self.organisation) = (kind, organisation)
  }

  private static func number(_ name: String, _ body: inout BodyReader) -> String? {
    body.required(name, "Moet het nummer (OIN) van een organisatie zijn.") {
      BodyReader.string($0).flatMap { $0.utf8.count <= 100 ? $0 : nil }
    }
  }
}
