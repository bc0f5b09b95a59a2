import CaseCore
import CaseDoor
import DeadlineAdministration
import DutchMessages
public import Hummingbird
import Requests

/// The REST API, after the NLGov REST API Design Rules: Dutch on the wire, described in `docs/openapi.yaml`.
///
/// It decides nothing. A command goes through the door, a case is read through the reader, and what either says is
/// written down here as HTTP.
public enum CaseAPI {
  /// The version of the interface (SemVer), as every answer names it.
  public static let version = "1.0.0"

  /// The whole API as a router for a Hummingbird application.
  public static func router(_ services: APIServices) -> Router<APIContext> {
    let table = RouteTable(services)
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(
      middleware: ObservingMiddleware(
        logger: services.logger,
        metrics: services.metrics,
        tracer: services.door.tracer,
        continuesTraces: services.continuesTraces
      )
    )
    router.add(middleware: HeadersMiddleware())
    router.add(middleware: ProblemMiddleware(table: table, logger: services.logger))
    let report = LimitReport(metrics: services.metrics, logger: services.logger)
    router.add(middleware: RequestLimit(services.requestLimit, metrics: services.metrics, report: report))
    let rates = RateGate(services.clientRate, requests: services.requestLimit, report: report)
    for route in table.routes {
      let gate = RouteGate(route: route, services, rates)
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await gate.respond(to: request, context)
      }
    }
    return router
  }

  /// All routes of ``router(_:)``, as method and path.
  package static func routes(_ services: APIServices) -> [(method: String, path: String)] {
    RouteTable(services).routes.map { ($0.method.rawValue, $0.path) }
  }

  /// Those of them that are answered over queues too: what can be asked, and not what has a message of its own there.
  package static func askedOverQueues(_ services: APIServices) -> [(method: String, path: String)] {
    let table = RouteTable(services)
    return routes(services).filter { $0.method == "GET" && table.answersQuestions(under: $0.path) }
  }

  /// The `type` of every problem there is.
  package static var problemTypes: [String] { Problem.Kind.allCases.map(\.type) }

  /// The codes of problems, of what stops a command, and of faults: `docs/refusals.md` has them all.
  package static var problemCodes: Set<String> {
    Set(Problem.Kind.allCases.map(\.code))
      .union(RefusalCode.allCases.map(\.rawValue))
      .union(SettingsRefusal.Code.allCases.map(\.rawValue))
      .union(SettingFault.Code.allCases.map(\.rawValue))
      .union(RightsRefusal.Code.allCases.map(\.rawValue))
      .union(RightsFault.Code.allCases.map(\.rawValue))
      .union([
        FieldFault.malformed, InvalidRequest.unknownMember, Problem.moreFaults, Problem.unknownWorkflow,
        Problem.machine, Problem.person, Problem.tokenBinding, Problem.nothingToAcknowledge.code,
      ])
  }
}
