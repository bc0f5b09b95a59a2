package import CaseCore
package import StrictJSON

/// A proposal of what changes the rights of an organisation or what cases go by, as it was sent. Whether it may be so is for `RightsService` to say.
package struct RightsBody {
  /// What it is about, in the words of the API.
  package enum Kind: String, CaseIterable {
    case enter = "inschrijven"
    case change = "wijzigen"
    case keys = "sleutels"
    case resume = "hervatten"
    case remove = "verwijderen"
    case merge = "samenvoegen"
    case condition = "voorwaarde"
    case mandate = "mandaat"
    case publish = "publiceren"
    case upgrade = "overzetten"

    fileprivate var members: [String] {
      switch self {
      case .enter, .change: ["naam", "regio", "rollen"]
      case .keys: ["sleutels"]
      case .resume: []
      case .remove: ["ondanksCasussen", "ondanksBerichten"]
      case .merge: ["opvolger"]
      case .condition: ["voorwaarde", "geldigTot"]
      case .mandate: ["mandaat"]
      case .publish: ["werkstroom", "versie", "sha256"]
      case .upgrade: ["werkstroom", "vanVersie", "versie", "namen"]
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

  /// Of a condition of taking part: its name, and the last day on which the organisation meets it.
  package private(set) var condition = ""
  package private(set) var validUntil: CivilDate?

  /// Of a mandate: who acts, in which workflow and roles, and its first and last day. The organisation is for whom is acted.
  package struct Mandate {
    package let agent: String
    package let workflow: String
    package let roles: [String]
    package let from: CivilDate
    package let until: CivilDate
  }

  package private(set) var mandate: Mandate?

  /// Of a version of a workflow: its key, its number, and of one that is published SHA-256 of its text.
  package private(set) var workflow = ""
  package private(set) var version = ""
  package private(set) var text = ""
  /// The version that the cases follow that go over, and the states that have another name in the new one.
  package private(set) var from = ""
  package private(set) var names: [(machine: String?, old: String, new: String)] = []

  private static let mostKeys = 20
  private static let mostNames = 100

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
    if let kind, kind == .publish || kind == .upgrade {
      body.allowOnly(["soort"] + kind.members)
      guard readWorkflow(kind, &body) else { return nil }
      self.kind = kind
      return
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
    case .condition:
      let (condition, day) = (body.name("voorwaarde"), body.date("geldigTot"))
      guard let condition, let day else { return nil }
      (self.condition, validUntil) = (condition, day)
    case .mandate:
      mandate = body.requiredPart("mandaat", Self.mandate)
      guard mandate != nil else { return nil }
    case .publish, .upgrade: break
    }
    guard let organisation else { return nil }
    (self.kind, self.organisation) = (kind, organisation)
  }

  /// - Returns: whether all of it was there.
  private mutating func readWorkflow(_ kind: Kind, _ body: inout BodyReader) -> Bool {
    let (workflow, version) = (body.line("werkstroom"), body.line("versie"))
    let text = kind == .publish ? Self.sum("sha256", &body) : ""
    let from = kind == .upgrade ? body.line("vanVersie") : ""
    var names: [(machine: String?, old: String, new: String)]? = []
    if kind == .upgrade, body.has("namen") {
      names = body.parts("namen", 0...Self.mostNames) { name in
        name.allowOnly(["machine", "oud", "nieuw"])
        let (machine, old, new) = (name.optionalLine("machine"), name.line("oud"), name.line("nieuw"))
        guard let old, let new else { return nil }
        return (machine, old, new)
      }
    }
    guard let workflow, let version, let text, let from, let names else { return false }
    (self.workflow, self.version, self.text, self.from, self.names) = (workflow, version, text, from, names)
    return true
  }

  private static func mandate(_ part: inout BodyReader) -> Mandate? {
    part.allowOnly(["gemachtigde", "werkstroom", "rollen", "vanaf", "geldigTot"])
    let agent = number("gemachtigde", &part)
    let (workflow, roles) = (part.name("werkstroom"), part.roles("rollen"))
    let (from, until) = (part.date("vanaf"), part.date("geldigTot"))
    guard let agent, let workflow, let roles, let from, let until else { return nil }
    return Mandate(agent: agent, workflow: workflow, roles: roles, from: from, until: until)
  }

  private static func sum(_ name: String, _ body: inout BodyReader) -> String? {
    body.required(name, "Moet de SHA-256 van de tekst van de werkstroom zijn: 64 hexadecimale tekens.") {
      BodyReader.string($0).flatMap { BodyReader.isDigest($0) ? $0 : nil }
    }
  }

  private static func number(_ name: String, _ body: inout BodyReader) -> String? {
    body.required(name, "Moet het nummer (OIN) van een organisatie zijn.") {
      BodyReader.string($0).flatMap { $0.utf8.count <= 100 ? $0 : nil }
    }
  }
}
