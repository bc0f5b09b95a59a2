import ArgumentParser
import DeadlineAdministration
import Server

extension DeadlineCommand {
  /// For whoever runs the service: it works on the database, and is nobody's decision.
  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Telt elke zaak die achterloopt volgens de instellingen van nu, en wacht tot er geen meer is.",
      discussion: """
        Een draaiende dienst doet dit vanzelf; hiermee gaat wie de dienst beheert verder waar zij werd afgebroken. Het werkt op \
        de database, met de instellingen van de dienst, en mag zo vaak als u wilt.

        Voorbeeld: casusregie deadline apply --config casusregie.json
        """
    )

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      try await reporting {
        var unread: [String] = []
        let progress = try await quoting {
          let settingsService = try await Administration(settings.read()).settingsService()
          return try await settingsService.bringUp { id, error in unread.append("\(id.text): \(error)") }
        }
        print("\(progress.done) zaken geteld volgens instelling \(progress.revision)")
        guard unread.isEmpty else {
          throw Failure(
            "\(progress.failed) zaken konden niet worden gelezen en blijven achter:\n" + unread.joined(separator: "\n")
          )
        }
      }
    }

    /// What is wrong with the settings or the database is for whoever runs the service, in the English of the log and the
    /// documents. It is quoted, under a sentence of this command.
    private func quoting<Value>(_ body: () async throws -> Value) async throws -> Value {
      do { return try await body() } catch let failure as Failure { throw failure } catch {
        let quoted = "\(error)".split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        throw Failure(
          "\(error is SettingsError ? "De instellingen van de dienst kloppen niet" : "De dienst kan niet tellen"):\n\(quoted)"
        )
      }
    }
  }
}
