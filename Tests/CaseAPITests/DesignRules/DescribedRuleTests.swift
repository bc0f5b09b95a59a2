import CaseAPI
import CaseCore
import Foundation
import HTTPTypes
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

/// The description of the API, held to the NLGov REST API Design Rules 2.2. `docs/design-rules.md` has all of them.
///
/// It must fail when docs/openapi.yaml breaks a rule, for instance when an operation loses its answer `400`; and when a check in
/// scripts/api/check-design-rules.py no longer finds what it is for.
@Suite("The Design Rules, of the description") struct DescribedRuleTests {
  /// What breaks a rule, as the cases of the rules' own linter do.
  private struct Control {
    let rule: String
    let at: String
    /// Without it, what is there is taken away.
    var value: JSON?

    init(_ rule: String, _ at: String, _ value: JSON? = nil) {
      (self.rule, self.at, self.value) = ("/core/\(rule)", at, value)
    }

    var change: JSON { value.map { ["at": .string(at), "value": $0] } ?? ["at": .string(at)] }
  }

  private static let invalid: JSON = ["$ref": "#/components/responses/Ongeldig"]
  private static let members = "/components/schemas/Klok/properties"
  private static let parameter = "/paths/~1organisaties/get/parameters/0/name"
  private static let controls = [
    Control("no-trailing-slash", "/paths/~1casussen~1", [:]),
    Control("path-segments-kebab-case", "/paths/~1casusLijst", [:]),
    Control("path-segments-kebab-case", "/paths/~1casus_lijst", [:]),
    Control("path-segments-kebab-case", "/paths/~1casussen~1_zoek~1meer", [:]),
    Control("query-keys-camel-case", parameter, "rol_soort"), Control("query-keys-camel-case", parameter, "Rol"),
    Control("http-methods", "/paths/~1casussen/link", [:]),
    Control("http-safety", "/paths/~1casussen/get/requestBody", [:]),
    Control("http-response-code", "/paths/~1casussen/get/responses/418", invalid),
    Control("naming-collections", "/paths/~1zaak~1{id}", [:]),
    Control("hide-implementation", "/info/summary", "Een schil om PostgreSQL"),
    Control("error-handling/problem-details", "/components/responses/Ongeldig/content"),
    Control("error-handling/problem-details", "/components/schemas/Probleem/required", ["type", "title", "detail"]),
    Control("error-handling/problem-details", "/components/schemas/Probleem/properties/title"),
    Control("error-handling/invalid-input", "/paths/~1casussen/post/responses/400"),
    Control("error-handling/invalid-input", "/paths/~1casussen~1{id}/get/responses/400"),
    Control("error-handling/invalid-input", "/paths/~1casussen/post/responses/422", invalid),
    Control("error-handling/all-errors", "/components/schemas/Probleem/properties/fouten"),
    Control("doc-openapi", "/openapi", "2.0"), Control("doc-openapi-contact", "/info/contact"),
    Control("doc-openapi-contact", "/info/contact/name"), Control("doc-openapi-contact", "/info/contact/email"),
    Control("doc-openapi-contact", "/info/contact/url"),
    Control("doc-language", "/paths/~1casussen/get/summary", "The cases of your organisation"),
    Control("publish-openapi", "/paths/~1openapi.json"),
    Control("publish-openapi", "/paths/~1openapi.json/get/security"),
    Control("publish-openapi", "/paths/~1openapi.json/post", ["responses": [:]]),
    Control("publish-openapi", "/paths/~1casussen/get/operationId", "casusLezen"),
    Control("publish-openapi", "/components/schemas/casus_kort", [:]), Control("uri-version", "/servers", []),
    Control("uri-version", "/servers/0/url", "/api"), Control("uri-version", "/servers/0/url", "/v1.0.0"),
    Control("uri-version", "/servers/0/url", "http://casusregie.example/v1"),
    Control("uri-version", "/paths/~1v2~1casussen", [:]),
    Control("semver", "/info/version", "1.0"), Control("semver", "/info/version", "1.0.01"),
    Control("version-header", "/components/responses/Ongeldig/headers"),
    Control("version-header", "/paths/~1casussen/get/responses/200/headers"),
    Control("date-time/format", "\(members)/tijd", ["type": "string", "format": "time"]),
    Control("date-time/format", "\(members)/moment", ["type": "string", "format": "date-time-local"]),
    Control("date-time/timezone", "\(members)/tijdstip/format", "date"),
    Control("date-time/date-omit-time-portion", "\(members)/beginDatum", ["type": "string", "format": "date-time"]),
    Control("date-time/date-omit-time-portion", "\(members)/datum", ["type": "string"]),
    Control("transport/no-sensitive-uris", parameter, "bsn"),
  ]

  @Test("It keeps to all of them; what breaks one is found") func general() async throws {
    let api = try await TestAPI()
    let document = try await api.send(.get, "/v1/openapi.json").text
    let changes = JSON.array(Self.controls.map(\.change)).text
    let report = try await DesignRules.report(#"{"document": \#(document), "changes": \#(changes)}"#)
    #expect(report.found.first == [])
    for (control, found) in zip(Self.controls, report.found.dropFirst()) {
      #expect(found.contains { $0.first == control.rule }, "\(control.rule) \(control.at)")
    }
    #expect(Set(report.rules) == Set(Self.controls.map(\.rule)) && report.found.count == Self.controls.count + 1)
  }

  @Test(
    "So does that of each workflow, which is not where that of the API is",
    arguments: ShippedWorkflows.folders
  )
  func ofWorkflow(_ folder: String) async throws {
    let workflow = try WorkflowFolder.load(folder).workflow
    let day = Amsterdam.date(at: Instant(microseconds: 1_767_600_000_000_000))
    let document = try WorkflowDescription(workflow, today: day).json.text
    let report = try await DesignRules.report(#"{"document": \#(document), "changes": []}"#)
    #expect(report.found == [[["/core/publish-openapi", "/openapi.json"]]])
  }

  @Test("The page of the rules has each of them once, with tests that exist") func page() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
    let page = try String(contentsOf: root.appending(path: "docs/design-rules.md"), encoding: .utf8)
    let rules = page.matches(of: #/\n\| `(/core/\S+)` \|/#).map { String($0.output.1) }
    let report = try await DesignRules.report(
      #"{"document": {"paths": {}, "info": {}, "components": {"schemas": {"Probleem": {"properties": {}}}}}, "changes": []}"#
    )
    #expect(rules.count == 36 && Set(rules).count == 36 && Set(report.rules).isSubset(of: rules))
    // Those that a description shows are said to be looked after there.
    for rule in report.rules {
      #expect(page.contains(try Regex("\\| `\(rule)` \\|[^\n]*`DescribedRuleTests`")), "\(rule)")
    }
    let sources =
      FileManager.default.enumerator(atPath: root.appending(path: "Tests").path)?.compactMap { $0 as? String } ?? []
    let files = Set(sources.map { String($0.split(separator: "/").last ?? "") })
    for name in page.matches(of: #/`(\w+Tests)`/#).map(\.output.1) {
      #expect(files.contains("\(name).swift"), "\(name)")
    }
  }
}
