import ArgumentParser
import Server
import StoreSchema

struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings the database to the schema of this program.",
    discussion: """
      Connects as the owner of the database (database.ownerUrl); the service's own role may not change the schema.
      Running it again changes nothing; running it twice at once does it once.

      Example: casusregie migrate --config /etc/casusregie/casusregie.json
      """
  )

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    try await reporting {
      let report = try await Administration.migrate(options.read())
      for step in report.applied { print("applied \(step)") }
      print("schema version \(report.version)")
    }
  }
}
