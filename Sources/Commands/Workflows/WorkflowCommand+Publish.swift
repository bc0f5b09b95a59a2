import ArgumentParser
import Server
import StoreBase

extension WorkflowCommand {
  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Publishes a version of a workflow, so that cases can follow it.",
      discussion: """
        A published version never changes: a changed file needs a new version. Publishing the same file again changes
        nothing. Once there are cases it has to be approved first: see workflow propose. New cases begin under the version that the running service has in its folder of workflows.

        Example: casusregie workflow publish --config casusregie.json workflows/aanvraag-omgevingsvergunning
        """
    )

    @OptionGroup var options: SettingsOptions
    @Argument(help: "The folder of the workflow, or its file.") var folder: String

    func run() async throws {
      try await reporting {
        let (version, isNew) = try await Administration(options.read()).publish(folder: folder)
        print("\(version.workflow) \(version.version) sha256:\(version.digest.hexadecimal)")
        print(isNew ? "published" : "already published")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the published versions, each with the number of cases that follow it.",
      discussion: "Example: casusregie workflow list --config casusregie.json"
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        for standing in try await Administration(options.read()).versions() {
          let version = standing.version
          let running = standing.running.map { "\($0) running" } ?? "unreadable for this program"
          print(
            "\(version.workflow) \(version.version)  \(running), \(standing.all) in all  sha256:\(version.digest.hexadecimal)"
          )
        }
      }
    }
  }
}
