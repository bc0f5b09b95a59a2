import CaseAPI
import Foundation
import HTTPTypes
import Testing
import Yams

/// The description, the copy that is served and the routes say the same.
@Suite struct DescriptionTests {
  private static let pages = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    .standardized

  @Test(arguments: ["openapi", "asyncapi"]) func whatIsServedIsWhatIsWritten(_ name: String) async throws {
    let api = try await TestAPI()
    let served = try await api.send(.get, "/v1/\(name).json")
    #expect(served.status == 200)
    #expect(served.headers[.accessControlAllowOrigin] == "*")
    let page = Self.pages.appending(path: "\(name).yaml")
    let written = try Yams.load(yaml: String(contentsOf: page, encoding: .utf8))
    let asJSON = try JSONSerialization.data(withJSONObject: try #require(written), options: .sortedKeys)
    let asServed = try JSONSerialization.data(withJSONObject: served.json.value, options: .sortedKeys)
    #expect(asJSON == asServed, "docs/\(name).yaml changed: run scripts/openapi")
    #expect(served["info"]["version"].text == CaseAPI.version)
  }

  @Test func everyRouteIsDescribedAndEveryDescriptionIsARoute() async throws {
    let api = try await TestAPI(local: true)
    let description = try await api.send(.get, "/v1/openapi.json").json
    var described: Set<String> = []
    for path in description["paths"].keys {
      let item = description["paths"][path]
      let base = item["servers"].items.isEmpty ? "/v1" : ""
      for method in item.keys where ["get", "post", "put", "patch", "delete"].contains(method) {
        described.insert("\(method.uppercased()) \(base)\(path)")
        let answers = item[method]["responses"].keys
        // Whoever is known can also have asked too much.
        #expect(!answers.contains("401") || answers.contains("429"), "\(method) \(path)")
      }
    }
    #expect(described == Set(CaseAPI.routes(api.services).map { "\($0.method) \($0.path)" }))
  }

  /// The rate of a client is limited wherever a token says which client it is.
  @Test func whoeverNeedsATokenCanBeToldToWait() async throws {
    let api = try await TestAPI()
    let paths = try await api.send(.get, "/v1/openapi.json")["paths"]
    var count = 0
    for path in paths.keys {
      for method in paths[path].keys where ["get", "post", "put", "patch", "delete"].contains(method) {
        let operation = paths[path][method]
        let isOpen = operation.keys.contains("security")
        #expect(operation["responses"].keys.contains("429") != isOpen, "\(method) \(path)")
        count += 1
      }
    }
    #expect(count > 40)
  }

  /// A partner needs no REST. What has no way over queues all the same is in a decision record, each with its reason.
  @Test func whatOnlyRESTHasIsOnRecord() async throws {
    let api = try await TestAPI()
    func names(_ routes: [(method: String, path: String)]) -> Set<String> {
      Set(routes.map { "\($0.method) \($0.path)" })
    }
    // `nl.casusregie.opdracht.beginnen` and `opdracht.geven` (each with both ways to address a command) and `ontvangst.bevestigen`.
    let withMessages: Set = [
      "POST /v1/casussen", "POST /v1/beginopdrachten/{opdracht}", "POST /v1/casussen/{id}/opdrachten",
      "POST /v1/casussen/{id}/opdrachten/{opdracht}",
      "PUT /v1/gebeurtenissen/{id}/ontvangstbevestiging",
    ]
    let all = names(CaseAPI.routes(api.services))
    #expect(withMessages.isSubset(of: all))
    let record = Self.pages.appending(path: "decisions/0049-what-only-rest-has.md")
    let named = try String(contentsOf: record, encoding: .utf8)
      .matches(of: /`((?:GET|POST|PUT|DELETE) \/[^`]+)`/).map { String($0.output.1) }
    #expect(all.subtracting(withMessages).subtracting(names(CaseAPI.askedOverQueues(api.services))) == Set(named))
    #expect(Set(named).count == named.count && named.count > 10)
  }

  @Test func everyKindOfProblemIsDescribed() async throws {
    let api = try await TestAPI()
    let types = try await api.send(.get, "/v1/openapi.json")["components"]["schemas"]["Probleem"]["properties"]["type"]
    #expect(types["enum"].items.compactMap(\.text).sorted() == CaseAPI.problemTypes.sorted())
  }
}
