import CaseCore
import Identity
import Requests

/// Keeps one client from taking what belongs to all: whoever asks more than one client may is told to come back.
///
/// Clients are told apart by what the issuer of their token signed, and by nothing that a stranger could choose. Of whoever shows no
/// token nothing is counted here: behind a proxy all strangers have one address.
struct RateGate: Sendable {
  private let limits: ClientLimits?
  private let report: LimitReport

  init(_ rate: ClientRate, report: LimitReport) {
    limits = ClientLimits(rate)
    self.report = report
  }

  /// - Throws: that the client has to wait, and for how long.
  func pass(_ claims: TokenClaims, _ context: APIContext) throws(Problem) {
    guard let limits else { return }
    let organisation = claims.actor.organisation
    let client = ClientLimits.Client(issuer: claims.issuer, organisation: organisation, name: claims.client)
    let standing = limits.take(client, at: .now)
    context.standing.value = standing
    guard standing.isRefused else { return }
    report.hit(.client, by: organisation)
    throw Problem.tooManyRequests(after: standing.seconds)
  }
}

extension Problem {
  fileprivate static func tooManyRequests(after seconds: Int) -> Problem {
    var problem = Problem(
      .tooManyRequests,
      "Uw systeem stuurde in korte tijd zoveel verzoeken als één systeem mag sturen. Herhaal het verzoek na het aantal seconden in "
        + "Retry-After, een opdracht met dezelfde Idempotency-Key."
    )
    problem.headers["Retry-After"] = "\(seconds)"
    return problem
  }
}
