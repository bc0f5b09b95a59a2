import CaseCore
import Hummingbird
import JOSE
import OrderedCollections
import PartnerAdministration
import Requests
import StrictJSON

/// How administrators propose and approve what gives organisations rights. Nothing changes here: what was approved is carried out
/// by whoever runs the service. The service of rights decides who may; nobody else sees anything here.
struct RightsRoutes: Sendable {
  let rightsService: RightsService

  /// How many proposals are on one page.
  static let page = 100
  private static let proposals = "/v1/beheervoorstellen"

  var routes: [Route] {
    let one = "\(Self.proposals)/{nummer}"
    return [
      .get(Self.proposals, list),
      .administer(Self.proposals, propose),
      .get(one, proposal),
      .get("\(one)/plan", plan),
      .administer("\(one)/goedkeuring", approve),
      .administer("\(one)/afwijzing", reject),
      .administer("\(one)/intrekking", withdraw),
    ]
  }

  // MARK: - Reading

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let after = try request.query(["na"]).value("na", "Moet het nummer van een voorstel zijn.", APIContext.number)
    let standing = try await rightsService.standing(for: actor)
    let later = standing.proposals.filter { $0.number > after ?? 0 }
    let shown = later.prefix(Self.page)
    let next = later.count > shown.count ? shown.last?.number : nil
    return Response(
      .ok,
      [
        "voorstellen": .array(shown.map { $0.json(at: standing.now) }),
        "beschadigd": .array(standing.damaged.map(JSON.integer)),
        "volgende": JSON(next.map { "\(Self.proposals)?na=\($0)" }),
      ]
    )
  }

  @Sendable private func proposal(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let number = try context.proposalNumber()
    let standing = try await rightsService.standing(for: actor)
    return .one(try standing.proposal(number).json(at: standing.now), for: request)
  }

  @Sendable private func plan(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let number = try context.proposalNumber()
    let found = try await rightsService.plan(number, for: actor)
    return .one(found.plan.json(digest: found.digest, isApproved: found.isApproved), for: request)
  }

  // MARK: - Proposing and settling

  @Sendable private func propose(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let json = try await request.json()
    let key = try request.proposalKey(json)
    let body = try RightsBody(json)
    let wanted = try RightsRequest(body)
    let proposal = try await rightsService.propose(wanted, reason: body.reason, under: key, by: actor)
    return Response(
      .created,
      proposal.json(at: proposal.proposed.at),
      headers: [.location: "\(Self.proposals)/\(proposal.number)"]
    )
  }

  @Sendable private func approve(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let number = try context.proposalNumber()
    let json = try await request.json()
    let key = try request.proposalKey(json)
    let digest = try BodyReader.read(json) { body in
      body.allowOnly(["plan"])
      return body.digest("plan")
    }
    let proposal = try await rightsService.approve(number, plan: digest, under: key, by: actor)
    return Response(.ok, proposal.json(at: proposal.proposed.at))
  }

  @Sendable private func reject(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let number = try context.proposalNumber()
    let (reason, key) = try await request.reasonForProposal()
    let proposal = try await rightsService.reject(number, reason: reason, under: key, by: actor)
    return Response(.ok, proposal.json(at: proposal.proposed.at))
  }

  @Sendable private func withdraw(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let number = try context.proposalNumber()
    let proposal = try await rightsService.withdraw(number, under: try request.proposalKey(), by: actor)
    return Response(.ok, proposal.json(at: proposal.proposed.at))
  }
}

extension RightsRequest {
  /// - Throws: what is wrong with its keys, by their place.
  fileprivate init(_ body: RightsBody) throws(Problem) {
    let change: Change
    switch body.kind {
    case .enter: change = .enter(name: body.name ?? "", region: body.region ?? "", roles: body.roles ?? [])
    case .change: change = .change(name: body.name, region: body.region, roles: body.roles)
    case .resume: change = .resume
    case .remove: change = .remove(despiteCases: body.despiteCases, despiteMessages: body.despiteMessages)
    case .merge: change = .merge(into: body.successor ?? "")
    case .condition: change = .condition(body.condition, until: body.validUntil ?? .min)
    case .mandate:
      guard let mandate = body.mandate else { throw Problem.invalid("wijziging.mandaat", "Ontbreekt.") }
      change = .mandate(
        MandateChange(
          agent: mandate.agent,
          workflow: mandate.workflow,
          roles: mandate.roles,
          from: mandate.from,
          until: mandate.until
        )
      )
    case .publish: change = .publish(workflow: body.workflow, version: body.version, text: body.text)
    case .upgrade:
      let names = body.names.map { WorkflowChange.StateName(machine: $0.machine, old: $0.old, new: $0.new) }
      change = .upgrade(workflow: body.workflow, from: body.from, to: body.version, names: names)
    case .keys:
      let keys = body.keys.map(ECPublicKey.init)
      if let wrong = keys.firstIndex(of: nil) {
        throw Problem.invalid(
          "wijziging.sleutels[\(wrong)]",
          "Moet een openbare sleutel (JWK) zijn: kty EC, crv P-256, met kid en use (sig of enc), en zonder d."
        )
      }
      change = .keys(keys.compactMap(\.self))
    }
    self.init(change, of: body.organisation)
  }
}
