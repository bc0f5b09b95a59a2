import CaseCore
import DeadlineAdministration
import Hummingbird
import OrderedCollections
import Requests
import SettingsStore
import StrictJSON

/// How administrators set deadlines: what is set, what is proposed, what that does, and who approves it. The
/// service decides who may; nobody else sees anything here.
struct SettingsRoutes: Sendable {
  let settingsService: SettingsService

  /// How many proposals are on one page.
  static let page = 100
  private static let proposals = "/v1/termijnvoorstellen"

  var routes: [Route] {
    let one = "\(Self.proposals)/{nummer}"
    return [
      .get("/v1/termijninstellingen", settings),
      .get("/v1/termijninstellingen/overzicht", overview),
      .get(Self.proposals, list),
      .administer(Self.proposals, propose),
      .get(one, proposal),
      .get("\(one)/plan", readsAllCases: true, plan),
      .administer("\(one)/goedkeuring", readsAllCases: true, approve),
      .administer("\(one)/afwijzing", reject),
      .administer("\(one)/intrekking", withdraw),
      .administer("\(one)/terugdraaiing", undo),
    ]
  }

  // MARK: - Reading

  @Sendable private func settings(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    return .one(try await settingsService.standing(for: actor).deadlineSettings.json, for: request)
  }

  @Sendable private func overview(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let deadlineSettings = try await settingsService.standing(for: actor).deadlineSettings
    return .one(deadlineSettings.overviewJSON(of: try await settingsService.published()), for: request)
  }

  @Sendable private func list(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let after = try request.query(["na"]).value("na", "Moet het nummer van een voorstel zijn.", APIContext.number)
    let standing = try await settingsService.standing(for: actor)
    let later = standing.proposals.filter { $0.number > after ?? 0 }
    let shown = later.prefix(Self.page)
    let next = later.count > shown.count ? shown.last?.number : nil
    let inForce = ValuesInForce(standing.deadlineSettings, try await settingsService.published())
    return Response(
      .ok,
      [
        "voorstellen": .array(shown.map { $0.json(inForce) }),
        "beschadigd": .array(standing.damaged.map(JSON.integer)),
        "volgende": JSON(next.map { "\(Self.proposals)?na=\($0)" }),
      ]
    )
  }

  @Sendable private func proposal(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let standing = try await settingsService.standing(for: actor)
    let proposal = try standing.proposal(context.proposalNumber())
    let inForce = ValuesInForce(standing.deadlineSettings, try await settingsService.published())
    return .one(proposal.json(inForce), for: request)
  }

  @Sendable private func plan(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try request.query(["na", "plan"])
    let skipped = Int(try query.value("na", "Moet een aantal casussen zijn.", APIContext.number) ?? 0)
    let digest = try query.value("plan", BodyReader.digestRule) { BodyReader.isDigest($0) ? $0 : nil }
    let number = try context.proposalNumber()
    do {
      let page = try await settingsService.page(number, of: digest, after: skipped, for: actor)
      return Self.answer(page, of: number, approved: false)
    } catch SettingsRefusal.settled(number) {
      // Of one that was approved: what was approved.
      let approved = try await settingsService.approvedPlan(number, for: actor)
      return Self.answer(approved.page(after: skipped), of: number, approved: true, omitted: approved.omitted)
    }
  }

  private static func answer(
    _ page: SettingsPlanPage,
    of number: Int64,
    approved: Bool,
    omitted: Int = 0
  ) -> Response {
    var members = page.plan.members
    members["goedgekeurd"] = .bool(approved)
    members["nietBewaard"] = .integer(Int64(omitted))
    members["casussen"] = .array(page.cases.map(\.json))
    members["volgende"] = JSON(page.next.map { "\(proposals)/\(number)/plan?na=\($0)&plan=\(page.plan.digest)" })
    return Response(.ok, .object(members))
  }

  // MARK: - Proposing and settling

  @Sendable private func propose(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let json = try await request.json()
    let key = try request.proposalKey(json)
    let body = try ProposalBody(json)
    let proposal = try await settingsService.propose(body.changes, reason: body.reason, under: key, by: actor)
    return Self.made(proposal, proposal.members(try await inForce()))
  }

  @Sendable private func approve(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let number = try context.proposalNumber()
    let json = try await request.json()
    let key = try request.proposalKey(json)
    let (plan, expireNow) = try BodyReader.read(json) { body in
      body.allowOnly(["plan", "meteenLatenAflopen"])
      let expireNow = body.optional("meteenLatenAflopen", "Moet true of false zijn.", BodyReader.bool) ?? false
      return body.digest("plan").map { ($0, expireNow) }
    }
    return Response(
      .ok,
      try await settingsService.approve(number, plan: plan, expireNow: expireNow, under: key, by: actor).json(nil)
    )
  }

  @Sendable private func reject(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let number = try context.proposalNumber()
    let (reason, key) = try await request.reasonForProposal()
    return Response(.ok, try await settingsService.reject(number, reason: reason, under: key, by: actor).json(nil))
  }

  @Sendable private func withdraw(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let (number, key) = (try context.proposalNumber(), try request.proposalKey())
    return Response(.ok, try await settingsService.withdraw(number, under: key, by: actor).json(nil))
  }

  @Sendable private func undo(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let number = try context.proposalNumber()
    let (reason, key) = try await request.reasonForProposal()
    let proposal = try await settingsService.undo(number, reason: reason, under: key, by: actor)
    var members = proposal.members(try await inForce())
    members["nietTerugTeDraaien"] = .array(try await settingsService.irreversible(number, for: actor).map(\.json))
    return Self.made(proposal, members)
  }

  // MARK: - Parts of requests and answers

  private func inForce() async throws -> ValuesInForce {
    ValuesInForce(try await settingsService.deadlineSettings(), try await settingsService.published())
  }

  private static func made(_ proposal: Proposal, _ members: OrderedDictionary<String, JSON>) -> Response {
    Response(.created, .object(members), headers: [.location: "\(proposals)/\(proposal.number)"])
  }
}
