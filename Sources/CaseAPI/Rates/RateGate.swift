import CaseCore
import Identity
import Requests

/// Keeps one client, and one organisation, from taking what belongs to all: whoever asks more than it may is told to come back.
///
/// Clients are told apart by what the issuer of their token signed, and by nothing that a stranger could choose. What an organisation's own
/// issuer signs the organisation chooses itself, so it is counted with all its clients together as well: for that only the number counts,
/// of which an issuer may name no other than it speaks for. Of whoever shows no token nothing is counted here: behind a proxy all
/// strangers have one address.
struct RateGate: Sendable {
  private let limits: ClientLimits?
  private let share: ClientShare
  private let report: LimitReport

  /// - Parameter requests: the most that are worked on at once, of all clients.
  init(_ rate: ClientRate, requests: Int, report: LimitReport) {
    limits = ClientLimits(rate)
    share = ClientShare(of: requests)
    self.report = report
  }

  /// Lets a request in. Whoever does that says when it is done: ``leave(_:)``.
  /// - Returns: whose it is; `nil` when there is no limit.
  /// - Throws: that the client has to wait, and for how long.
  func enter(_ claims: TokenClaims, _ context: APIContext) throws(Problem) -> ClientLimits.Client? {
    guard let limits else { return nil }
    let organisation = claims.actor.organisation
    let client = ClientLimits.Client(organisation: organisation, name: claims.client)
    let standing = limits.take(client, at: .now)
    context.standing.value = standing
    if standing.isRefused {
      report.hit(.client, by: organisation)
      throw Problem.tooManyRequests(
        standing.isRefusedToOrganisation
          ? "Uw organisatie stuurde in korte tijd zoveel verzoeken als één organisatie mag sturen, met al haar systemen"
          : "Uw systeem stuurde in korte tijd zoveel verzoeken als één systeem mag sturen",
        standing.seconds
      )
    }
    guard share.enter(client) else {
      report.hit(.client, by: organisation)
      throw Problem.tooManyRequests(
        "Uw organisatie heeft zoveel verzoeken tegelijk lopen als één organisatie mag hebben",
        1
      )
    }
    return client
  }

  func leave(_ client: ClientLimits.Client?) {
    if let client { share.leave(client) }
  }
}

extension Problem {
  fileprivate static func tooManyRequests(_ why: String, _ seconds: Int) -> Problem {
    var problem = Problem(
      .tooManyRequests,
      "\(why). Herhaal het verzoek na het aantal seconden in Retry-After, een opdracht met dezelfde Idempotency-Key."
    )
    problem.headers["Retry-After"] = "\(seconds)"
    return problem
  }
}
