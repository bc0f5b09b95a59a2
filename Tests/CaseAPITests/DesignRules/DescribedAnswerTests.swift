import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import TestServices
import Testing

/// Every answer that `docs/openapi.yaml` has is given once, and is as it says, with no member that it does not name; and each address has
/// what the table in `docs/design-rules.md` says.
///
/// It must fail when a route answers a member more or a status that is not described, when a status is described that no request brings
/// about, when `.one` is taken from a route, and when a list loses `volgende`.
@Suite("The answers of every address") struct DescribedAnswerTests {
  @Test("Each that is described is given, and is as described; each address has what the table says")
  func all() async throws {
    let tour = try await AnswerTour()
    let unprepared = try await TestAPI(local: true) { services in
      services.isPrepared = { false }
      services.healthChecks = [HealthCheck("database") { false }]
    }
    let limited = try await TestAPI(local: true) { $0.clientRate = ClientRate(requests: 1, period: .seconds(3_600)) }
    try await tour.cases()
    try await tour.beginnings()
    try await tour.proposals()
    try await tour.deadlines()
    try await tour.later()
    try await tour.everywhere(unprepared: unprepared, limited: limited)
    let description = try await tour.api.send(.get, "/v1/openapi.json").json
    try await tour.broken()

    let report = try await tour.report()
    #expect(report.faults == [])
    let described = Self.operations(description)
    #expect(described.count > 450)
    #expect(described.subtracting(report.operations).sorted() == Self.unprovoked)

    let routes = CaseAPI.routes(tour.api.services).filter { !$0.path.hasPrefix("/v1/lokaal/") }
    let table = try AddressTable()
    #expect(table.rows.count == routes.count && Set(table.rows.keys) == Set(routes.map { "\($0.method) \($0.path)" }))
    for (method, path) in routes {
      let answers = tour.answers.filter { $0.method == method && AddressTemplate.fits(path, $0.path) }
      #expect(table.rows["\(method) \(path)"] == AddressTable.Row(answers), "\(method) \(path)")
    }
    for answer in tour.answers where [429, 503].contains(answer.reply.status) {
      #expect(answer.reply.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0, "\(answer.method) \(answer.address)")
    }
  }

  /// An unforeseen fault where nothing is read but what the program has in memory: it cannot be brought about.
  private static let unprovoked = [
    "beschrijvingLezen 500", "gereed 500", "levend 500", "opdrachtenschemaLezen 500", "uitgeverLezen 500",
    "uitgeverSleutelsLezen 500", "wachtrijbeschrijvingLezen 500",
  ]

  /// Each operation with each of its statuses.
  private static func operations(_ description: Node) -> Set<String> {
    var found: Set<String> = []
    for path in description["paths"].keys {
      let item = description["paths"][path]
      for method in item.keys where ["get", "put", "post", "delete", "patch"].contains(method) {
        let name = item[method]["operationId"].text ?? ""
        found.formUnion(item[method]["responses"].keys.map { "\(name) \($0)" })
      }
    }
    return found
  }
}
