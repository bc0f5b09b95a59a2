import ArgumentParser
import CaseAPI
import CaseCore
import Foundation
import StrictJSON
import WorkflowFiles

extension WorkflowCommand {
  struct OpenAPI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "openapi",
      abstract: "A workflow as OpenAPI, to make a typed client of.",
      discussion: """
        The same as a service gives at /v1/werkstromen/{sleutel}/{versie}/openapi.json.

        Example: casusregie workflow openapi workflows/aanvraag-omgevingsvergunning
        """
    )

    @Argument(help: "The folder of the workflow, or its file.") var folder: String

    func run() async throws {
      try await reporting {
        let workflow = try WorkflowFolder.load(folder).workflow
        print(try WorkflowDescription(workflow, today: Self.today).json.text)
      }
    }

    /// For the example of how a case begins.
    private static var today: CivilDate {
      Amsterdam.date(at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    }
  }
}
