import CaseCore
import CaseReading
import DeadlineAdministration
import DutchMessages
import Hummingbird
import Requests
import StrictJSON

/// How deadlines are counted: those of a case, and any that somebody asks about.
struct ExplanationRoutes: Sendable {
  let reader: CaseReader
  let settingsService: SettingsService

  var routes: [Route] {
    [
      .get("/v1/casussen/{id}/termijnen", ofCase),
      .get("/v1/termijnberekening", question),
    ]
  }

  @Sendable private func ofCase(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let alias = try context.caseID()
    guard let view = try await reader.view(alias, for: actor) else {
      throw try await reader.absence(of: alias, for: actor)
    }
    return Response(
      .ok,
      [
        "revisie": .integer(view.revision),
        "termijnen": .array(view.explanations.map { $0.json(in: view) }),
      ],
      headers: [.eTag: EntityTag.text(view.revision)]
    )
  }

  @Sendable private func question(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    let query = try request.query(["van", "voor", "lengte", "soort"])
    func text(_ key: String) throws(InvalidRequest) -> String? { try query.value(key, "") { $0 } }
    let question = TermQuestion(
      from: try text("van"),
      before: try text("voor"),
      length: try text("lengte") ?? "",
      kind: try text("soort") ?? ""
    )
    // With the decreed days that administrators have entered since the program was made.
    let calendar = try await settingsService.deadlineSettings().common
    do throws(TermQuestion.Faults) {
      return Response(.ok, try question.answer(calendar: calendar).json)
    } catch {
      throw Problem.invalid(error.faults.map { .init(field: $0.part.parameter, message: $0.dutch) })
    }
  }
}

extension TermQuestion.Part {
  /// The parameter that it is about.
  fileprivate var parameter: String {
    switch self {
    case .from: "van"
    case .before: "voor"
    case .length: "lengte"
    case .kind: "soort"
    case .suspension, .extra, .closure: "query"
    }
  }
}
