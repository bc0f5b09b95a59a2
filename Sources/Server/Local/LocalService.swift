public import Foundation

/// The service with a database and a broker of its own, until Ctrl-C.
public enum LocalService {
  public static func run(in folder: URL, port: Int, workflows: String) async throws {
    print("PostgreSQL en RabbitMQ starten in \(folder.path) …")
    let installation = try await LocalInstallation.start(in: folder, port: port, workflows: workflows)
    do {
      try await CaseService(installation.settings) { _ in welcome(installation) }.run()
    } catch {
      await installation.stop()
      throw error
    }
    print("PostgreSQL en RabbitMQ stoppen …")
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

      Casusregie draait. Ctrl-C stopt alles; de gegevens blijven in \(installation.folder.path).

        dienst      \(settings.service.url)/health/ready
                    \(settings.service.url)/v1/openapi.json
        database    \(settings.database.ownerURL ?? "")
                    wachtwoord: \(settings.database.ownerPasswordFile ?? "")
        broker      \(settings.broker.url)
                    beheer: \(settings.broker.managementURL ?? "")/  gebruiker: \(settings.broker.administrator ?? "")
                    wachtwoord: \(settings.broker.administratorPasswordFile ?? "")

      Probeer, in een ander venster:

      \(FirstSteps(settings, local: local).text)
      """
    )
    fflush(nil)
  }
}
