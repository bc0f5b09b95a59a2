import CaseCore
import DeadlineAdministration
import Hummingbird
import Identity
import Requests
import StoreBase

/// What every route does before its own work: who is asking, may they ask more, and can it be answered in a form they take.
struct RouteGate: Sendable {
  let route: Route
  private let tokens: TokenVerifier
  /// Of which an administrator must have one; empty when none is asked.
  private let levels: [String]
  private let timeLimit: Duration
  private let isPrepared: @Sendable () -> Bool
  private let rates: RateGate

  init(route: Route, _ services: APIServices, _ rates: RateGate) {
    self.route = route
    self.rates = rates
    tokens = services.tokens
    levels = route.isAdministration ? services.administrationLevels : []
    timeLimit = route.readsAllCases ? services.planTimeLimit : services.timeLimit
    isPrepared = services.isPrepared
  }

  func respond(to request: Request, _ context: APIContext) async throws -> Response {
    try await withThrowingTaskGroup(of: Response.self) { group in
      group.addTask { try await handle(request, context) }
      group.addTask {
        try await Task.sleep(for: timeLimit)
        throw Problem.tookTooLong
      }
      defer { group.cancelAll() }
      guard let response = try await group.next() else { throw CancellationError() }
      return response
    }
  }

  private func handle(_ request: Request, _ context: APIContext) async throws -> Response {
    switch route.handler {
    case .open(let handler):
      try negotiate(request)
      return try await handler(request, context)
    case .known(let handler):
      guard isPrepared() else { throw Problem(StoreError.notPrepared) }
      let (actor, issuer, client) = try await known(request, context)
      defer { rates.leave(client) }
      try negotiate(request)
      do {
        try requireLevel(actor)
        return try await handler(request, context, actor)
      } catch let problem as Problem where !problem.levels.isEmpty {
        // What to ask for, only the issuer of the token says.
        throw problem.asking(issuer.map { tokens.acrValues(for: problem.levels, from: $0) } ?? problem.levels)
      }
    }
  }

  /// Whether an administrator signed in well enough. Nobody else is told to do better: that would not help them.
  private func requireLevel(_ actor: Actor) throws(Problem) {
    guard !levels.isEmpty, !actor.roles.isDisjoint(with: AdministratorRole.all) else { return }
    guard actor.authentication.isDisjoint(with: levels) else { return }
    var problem = Problem(
      .insufficientAuthentication,
      "Beheer vraagt een sterkere aanmelding, op het niveau \(levels.joined(separator: " of "))."
    )
    problem.levels = levels
    throw problem
  }

  /// Who asks, whose token they showed, and as which client they are counted; no token comes with a question by a queue.
  private func known(
    _ request: Request,
    _ context: APIContext
  ) async throws -> (actor: Actor, issuer: String?, client: ClientLimits.Client?) {
    guard let asker = context.asker else {
      let claims = try await tokens.claims(of: request, context)
      let client = try rates.enter(claims, context)
      do { try tokens.require(holder, of: claims) } catch {
        rates.leave(client)
        throw error
      }
      return (claims.actor, claims.issuer, client)
    }
    guard asker.isSystem || !route.isForSystems else {
      throw Problem(.notEntitled, TokenFault.person.description, code: Problem.person)
    }
    return (asker.actor, nil, nil)
  }

  private var holder: TokenHolder {
    if route.isForSystems { return .system }
    return route.method == .get ? .anyone : .person
  }

  private func negotiate(_ request: Request) throws(Problem) {
    guard Accept(request.headers[values: .accept]).takes(route.produces) else {
      throw Problem(.notAcceptable, "Dit verzoek wordt alleen beantwoord als \(route.produces).")
    }
  }
}

extension Problem {
  static let tookTooLong: Problem = {
    var problem = Problem(
      .unavailable,
      "Het antwoord bleef te lang uit. Herhaal het verzoek, een opdracht met dezelfde Idempotency-Key."
    )
    problem.headers["Retry-After"] = "2"
    return problem
  }()
}
