import ArgumentParser
import Foundation
import Server

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the service until it is told to stop (Ctrl-C, SIGTERM).",
    discussion: """
      Any number of instances share one database and one broker. When the database is away the service says so once, stays
      up, is not ready (/health/ready), and goes on by itself when it is back. Without the broker it takes commands, and
      events wait.

      Example: casusregie serve --config /etc/casusregie/casusregie.json
      Example: casusregie serve --local
      """
  )

  @OptionGroup var options: SettingsOptions

  @Option(help: "Where a local service listens. (default: 8080)")
  var port: Int?

  @Option(help: "The folder of workflows for a local service. (default: workflows)")
  var workflows: String?

  func validate() throws {
    if let port, !(0...65_535).contains(port) { throw ValidationError("--port: \(port) is no port") }
    guard !options.local, port != nil || workflows != nil else { return }
    throw ValidationError(
      "--port and --workflows are of a local service; otherwise http.port and workflows.folder say it"
    )
  }

  func run() async throws {
    try await reporting {
      guard options.local else { return try await CaseService(options.read(isServing: true)).run() }
      let folder = URL(filePath: options.localFolder)
      try await LocalService.run(in: folder, port: port ?? 8080, workflows: workflows ?? "workflows")
    }
  }
}
