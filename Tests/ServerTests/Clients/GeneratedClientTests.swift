import CaseCore
import Development
import Foundation
import Server
import TestServices
import Testing
import WorkflowFiles

extension WholeService {
  /// Clients that generators make of what the service says of a workflow, used as `docs/clients` does.
  ///
  /// It must fail when `CommandOperation` names a field otherwise than the workflow, when `CommandRoutes` no longer takes a command by its
  /// address, and when a schema of the description contains itself: openapi-python-client then leaves out what has it.
  @Suite struct GeneratedClientTests {
    @Test("Clients in two languages are made, compiled, and run a case") func clients() async throws {
      try await Installation.with(workflows: ShippedWorkflows.root) { installation in
        let folder = ShippedWorkflows.permit
        let access = try await Partners.register(["gemeente"], of: folder, with: installation.settings)
        let organisation = try #require(access.keys.first)
        let token = try await LocalTokens(installation.settings).make(
          subject: "proef",
          organisation: organisation,
          roles: ["intake", "jurist"],
          minutes: 15
        )
        let instance = try await Instance.start(installation.settingsFile, port: installation.settings.http.port)
        try await instance.waitUntilReady()
        let workflow = try WorkflowFolder.load(folder).workflow
        let address = "/v1/werkstromen/\(workflow.key)/\(workflow.version)/openapi.json"
        let description = try await Sender(organisation, token: token).answer(instance.url + address)
        #expect(description.status == 200)
        let environment = ["URL": instance.url, "TOKEN": token, "ORGANISATION": organisation]
        try await withThrowingTaskGroup(of: Void.self) { group in
          for language in GeneratedClient.Language.allCases {
            group.addTask {
              let client = try await GeneratedClient(language, of: description.body)
              // The state in which both commands leave the case: two steps after its begin.
              #expect(try await client.run(environment) == "toetsing 3\n", "\(language)")
            }
          }
          try await group.waitForAll()
        }
        #expect(try await instance.stop() == 0)
      }
    }
  }
}
