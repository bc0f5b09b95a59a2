package import Foundation
import Server

/// The service with a database and a broker of its own, until Ctrl-C.
package enum LocalService {
  package static func run(in folder: URL, port: Int, workflows: String) async throws {
    print("starting PostgreSQL and RabbitMQ in \(folder.path) …")
    let installation = try await LocalInstallation.start(in: folder, port: port, workflows: workflows)
    do {
      try await CaseService(installation.settings) { _ in welcome(installation) }.run()
    } catch {
      await installation.stop()
      throw error
    }
    print("stopping PostgreSQL and RabbitMQ …")
    await installation.stop()
  }

  /// Written at once, also through a pipe.
  private static func welcome(_ installation: LocalInstallation) {
    let settings = installation.settings
    let folder = installation.folder.relativePath
    // As `--folder` has to be given; a shell reads it as one word.
    let local = folder == ".local" ? "--local" : "--local --folder '\(folder.replacing("'", with: "'\\''"))'"
    print(
      """

      Casusregie runs. Ctrl-C stops everything; the data stay in \(installation.folder.path).

        service     \(settings.service.url)/health/ready
                    \(settings.service.url)/v1/openapi.json
        database    \(settings.database.ownerURL ?? "")
                    password: \(settings.database.ownerPasswordFile ?? "")
        broker      \(settings.broker.url)
                    management: \(settings.broker.managementURL ?? "")/  user: \(settings.broker.administrator ?? "")
                    password: \(settings.broker.administratorPasswordFile ?? "")

      Try, in another terminal:

      \(FirstSteps(settings, local: local).text)
      """
    )
    fflush(nil)
  }
}
