import CaseCore
import CaseReading
import Hummingbird
import OrderedCollections
import Requests
import StrictJSON

/// What someone needs who begins: which workflows there are, how a case of one starts, and which organisations can be named in
/// it. None of that is about a case.
struct BeginningRoutes: Sendable {
  let reader: CaseReader

  /// How many organisations are on one page.
  static let page = 500
  private static let organisations = "/v1/organisaties"

  var routes: [Route] {
    [
      .get("/v1/werkstromen", workflows),
      .get("/v1/werkstromen/{sleutel}", workflow),
      .get("/v1/werkstromen/{sleutel}/{versie}/opdrachten.json", commands),
      .get("/v1/werkstromen/{sleutel}/{versie}/openapi.json", description),
      .get(Self.organisations, organisations),
    ]
  }

  @Sendable private func workflows(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let all = try reader.workflows
    let setting = try await reader.setting()
    return Response(.ok, ["werkstromen": .array(all.map { .object(Self.members(of: $0, for: actor, in: setting)) })])
  }

  @Sendable private func workflow(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    let key = context.parameters.get("sleutel")
    guard let workflow = try reader.workflows.first(where: { $0.key == key }) else {
      throw Problem(.notFound, "Deze werkstroom bestaat niet.")
    }
    let setting = try await reader.setting()
    var members = Self.members(of: workflow, for: actor, in: setting)
    members["rollen"] = .array(workflow.roles.map { CaseView.keyed($0.key, $0.value.label) })
    members["fasen"] = .array(
      (workflow.rootMachine?.states ?? [:]).map { CaseView.keyed($0.key, $0.value.label) }
    )
    return .one(.object(members), for: request)
  }

  /// Of any version that was published: a case follows the one that it began with.
  @Sendable private func commands(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    .one(CommandSchema(try await version(request, context)).json, for: request)
  }

  @Sendable private func description(
    _ request: Request,
    _ context: APIContext,
    _ actor: Actor
  ) async throws -> Response {
    let workflow = try await version(request, context)
    let today = Amsterdam.date(at: try await reader.setting().now)
    return .one(try WorkflowDescription(workflow, today: today).json, for: request)
  }

  private func version(_ request: Request, _ context: APIContext) async throws -> Workflow {
    _ = try request.query()
    guard let key = context.parameters.get("sleutel"), let version = context.parameters.get("versie"),
      let workflow = try await reader.workflow(key, version: version)
    else { throw Problem(.notFound, "Deze werkstroom, of deze versie ervan, bestaat niet.") }
    return workflow
  }

  private static func members(
    of workflow: Workflow,
    for actor: Actor,
    in setting: CaseReader.Setting
  ) -> OrderedDictionary<String, JSON> {
    let starts = (workflow.rootMachine?.starts ?? []).compactMap {
      start($0.command, of: workflow, for: actor, in: setting)
    }
    return [
      "werkstroom": .string(workflow.key),
      "versie": .string(workflow.version),
      "omschrijving": .string(workflow.label),
      // The usual one, which is the only one of most workflows.
      "begin": starts.first ?? .null,
      "beginopdrachten": .array(starts),
    ]
  }

  /// A command that starts a case, who may give it, what it asks, and an example of the request.
  private static func start(
    _ command: String,
    of workflow: Workflow,
    for actor: Actor,
    in setting: CaseReader.Setting
  ) -> JSON? {
    let today = Amsterdam.date(at: setting.now)
    let (organisation, directory) = (actor.organisation, setting.directory)
    guard let definition = workflow.rootMachine?.commands[command],
      let example = StartExample(workflow, with: command, by: organisation, directory: directory, today: today)
    else { return nil }
    let held = setting.directory.organisations[actor.organisation]?.roles.intersection(actor.roles) ?? []
    let grounds = workflow.grounds(of: definition, validOn: today)
    return [
      "opdracht": .string(command),
      "omschrijving": .string(definition.label),
      "rollen": .array(definition.roles.map { CaseView.keyed($0, workflow.roles[$0]?.label) }),
      "magBeginnen": .bool(!held.isDisjoint(with: definition.roles)),
      "grondslagen": .array(grounds.map(workflow.groundJSON)),
      "velden": .array(
        definition.fields.map { name, field in
          field.json(named: name, FieldCondition(field, of: definition, command, in: workflow))
        }
      ),
      "authenticatie": JSON(definition.authentication),
      "voorbeeld": example.body,
      "nogInTeVullen": JSON(example.missing),
    ]
  }

  @Sendable private func organisations(
    _ request: Request,
    _ context: APIContext,
    _ actor: Actor
  ) async throws -> Response {
    let query = try request.query(["rol", "regio", "na"])
    let (role, region, after) = (try query.name("rol"), try query.name("regio"), try query.name("na"))
    let all = try await reader.setting().directory.organisations.values.filter { organisation in
      guard organisation.takesPart else { return false }
      if let role, !organisation.roles.contains(role) { return false }
      if let region, region != organisation.region { return false }
      return after.map { $0 < organisation.number } ?? true
    }.sorted { $0.number < $1.number }
    let shown = all.prefix(Self.page)
    let next = all.count > shown.count ? shown.last?.number : nil
    let parameters = [("rol", role), ("regio", region), ("na", next)].compactMap { key, value in
      value.map { (key, $0) }
    }
    return Response(
      .ok,
      [
        "organisaties": .array(shown.map(\.json)),
        "volgende": next == nil ? .null : .string(ListAddress.text(Self.organisations, parameters)),
      ]
    )
  }
}

extension Organisation {
  fileprivate var json: JSON {
    [
      "organisatie": .string(number),
      "naam": .string(name),
      "regio": .string(region),
      "rollen": JSON(roles.sorted()),
      "voorwaarden": .array(
        conditions.sorted { $0.key < $1.key }.map {
          ["voorwaarde": .string($0.key), "geldigTot": .string($0.value.description)]
        }
      ),
    ]
  }
}
