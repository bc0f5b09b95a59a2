import ArgumentParser
import CaseAPI
import StrictJSON
import WorkflowFiles

extension WorkflowCommand {
  struct Schema: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The commands of a workflow as JSON Schema, for partners.",
      discussion: """
        The same as a service gives at /v1/werkstromen/{sleutel}/{versie}/opdrachten.json.

        Example: casusregie workflow schema workflows/aanvraag-omgevingsvergunning
        """
    )

    @Argument(help: "The folder of the workflow, or its file.") var folder: String

    func run() async throws {
      try await reporting { print(CommandSchema(try WorkflowFolder.load(folder).workflow).json.text) }
    }
  }
}
