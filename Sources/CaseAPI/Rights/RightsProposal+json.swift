import CaseCore
import JOSE
import OrderedCollections
import PartnerAdministration
import Requests
import StrictJSON

extension RightsProposal {
  /// With who did what: only administrators come this far.
  /// - Parameter now: whether an approval may still be carried out goes by it.
  func json(at now: Instant) -> JSON {
    [
      "nummer": .integer(number),
      "stand": .string(standing(at: now)),
      "reden": .string(proposed.content.reason),
      "voorgesteldTijdstip": .string(proposed.at.description),
      "voorgesteldDoor": proposed.author,
      "wijziging": change.json,
      "afgedaanTijdstip": JSON(settled?.at.description),
      "afgedaanDoor": settled?.author ?? .null,
      "afwijzingsreden": JSON(rejection?.content.reason),
      "plan": JSON(approval?.plan),
      "geldigTot": JSON(carriedOutAt == nil ? validUntil?.description : nil),
      "uitgevoerdTijdstip": JSON(carriedOutAt?.description),
      "teBevestigen": .bool(isUnconfirmed),
    ]
  }

  private func standing(at now: Instant) -> String {
    if outcome != .recorded, carriedOutAt != nil { return "uitgevoerd" }
    switch outcome {
    case .open: return "open"
    case .approved: return validUntil.map { now > $0 } == true ? "vervallen" : "goedgekeurd"
    case .rejected: return "afgewezen"
    case .withdrawn: return "ingetrokken"
    case .recorded: return "vastgelegd"
    }
  }

  private var settled: RightsEntry? {
    switch outcome {
    case .open: nil
    case .recorded: approval
    case .approved(let entry), .rejected(let entry), .withdrawn(let entry): entry
    }
  }

  private var rejection: RightsEntry? { if case .rejected(let entry) = outcome { entry } else { nil } }
}

extension RightsEntry {
  fileprivate var author: JSON {
    ["persoon": .string(content.subject), "organisatie": .string(content.organisation)]
  }
}

extension RightsChange {
  fileprivate var json: JSON {
    if let workflow { return workflow.json(dutch) }
    if kind == .keyring {
      let names = (keys ?? []).map { key -> JSON in ["naam": .string(key.name), "huidig": .bool(key.use == "current")] }
      return ["soort": .string(dutch), "sleutels": .array(names)]
    }
    var members: OrderedDictionary<String, JSON> = [
      "soort": .string(dutch), "organisatie": .string(organisation),
    ]
    if kind == .enter {
      members["naam"] = JSON(name)
      members["regio"] = JSON(region)
      members["rollen"] = JSON(roles ?? [])
    }
    if let publicKeys { members["sleutels"] = .array(publicKeys.map(\.json)) }
    if kind == .remove {
      members["ondanksCasussen"] = .bool(despiteCases)
      members["ondanksBerichten"] = .bool(despiteMessages)
    }
    if let successor { members["opvolger"] = .string(successor) }
    if let mandate { members["mandaat"] = mandate.json }
    if let condition { members["voorwaarde"] = .string(condition) }
    if let validUntil { members["geldigTot"] = .string(validUntil.description) }
    return .object(members)
  }

  private var dutch: String {
    switch kind {
    case .enter: RightsBody.Kind.enter.rawValue
    case .keys: RightsBody.Kind.keys.rawValue
    case .resume: RightsBody.Kind.resume.rawValue
    case .remove: RightsBody.Kind.remove.rawValue
    case .merge: RightsBody.Kind.merge.rawValue
    case .condition: RightsBody.Kind.condition.rawValue
    case .mandate: RightsBody.Kind.mandate.rawValue
    case .endMandate: "mandaat-beeindigen"
    case .publish: RightsBody.Kind.publish.rawValue
    case .upgrade: RightsBody.Kind.upgrade.rawValue
    case .suspend: "afsluiten"
    case .endUser: "gebruiker-beeindigen"
    case .keyring: "sleutelbos"
    }
  }
}

extension MandateChange {
  fileprivate var json: JSON {
    var members: OrderedDictionary<String, JSON> = [
      "gemachtigde": .string(agent), "werkstroom": .string(workflow), "rollen": JSON(roles),
      "vanaf": .string(from.description), "geldigTot": .string(until.description),
    ]
    if let number { members["nummer"] = .integer(number) }
    return .object(members)
  }
}

extension WorkflowChange {
  fileprivate func json(_ kind: String) -> JSON {
    var members: OrderedDictionary<String, JSON> = [
      "soort": .string(kind), "werkstroom": .string(workflow), "versie": .string(version), "sha256": .string(text),
    ]
    guard let from else { return .object(members) }
    members["vanVersie"] = .string(from)
    members["vanSha256"] = JSON(fromText)
    members["namen"] = .array(
      names.map { ["machine": JSON($0.machine), "oud": .string($0.old), "nieuw": .string($0.new)] }
    )
    if let plan { members["plan"] = .string(plan) }
    if let proposal { members["voorstel"] = .integer(proposal) }
    return .object(members)
  }
}

extension RightsPlan {
  func json(digest: String, isApproved: Bool) -> JSON {
    [
      "plan": .string(digest),
      "goedgekeurd": .bool(isApproved),
      "wijziging": change.json,
      "nu": before?.json ?? .null,
      "straks": after?.json ?? .null,
      "opvolger": successor?.json ?? .null,
      "gemachtigde": agent?.json ?? .null,
      "bereik": [
        "casussen": .integer(reach.cases),
        "casussenInRegio": .integer(reach.regionCases),
        "wachtendeBerichten": .integer(reach.waiting),
        "bekendeCasussen": reach.known.map(JSON.integer) ?? .null,
        "gedeeldeCasussen": reach.shared.map(JSON.integer) ?? .null,
        "teBevestigen": reach.outstanding.map(JSON.integer) ?? .null,
        "rollen": .array(
          reach.roles.map {
            [
              "rol": .string($0.role), "werkstroom": .string($0.workflow), "versie": .string($0.version),
              "toegang": .string($0.access),
            ]
          }
        ),
      ],
    ]
  }
}

extension RightsPlan.Facts {
  fileprivate var json: JSON {
    [
      "naam": .string(name),
      "regio": .string(region),
      "rollen": JSON(roles),
      "afgesloten": .bool(isSuspended),
      "sleutels": .array(
        keys.sorted { $0.key < $1.key }.map { ["sleutel": .string($0.key), "vingerafdruk": .string($0.value)] }
      ),
      "gebruikers": JSON(users),
      "leest": JSON(isSuspended ? [] : reads),
      "schrijft": JSON(isSuspended ? nil : writes),
      "voorwaarden": .array(
        (conditions ?? [:]).sorted { $0.key < $1.key }.map {
          ["voorwaarde": .string($0.key), "geldigTot": .string($0.value)]
        }
      ),
    ]
  }
}
