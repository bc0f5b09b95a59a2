import ArgumentParser
import CaseStore
import Server

extension DeadlineCommand {
  /// For whoever runs the service: it works on the database, and is nobody's decision.
  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Telt elke zaak die achterloopt volgens de instellingen van nu, en wacht tot er geen meer is.",
      discussion: """
        Een draaiende dienst doet dit vanzelf; hiermee gaat wie de dienst beheert verder waar zij werd afgebroken. Het werkt op \
        de database, met de instellingen van de dienst, en mag zo vaak als u wilt.

        Voorbeeld: casusregie deadline apply --local
        """
    )

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
      try await reporting {
        var unread: [String] = []
        let desk = try await Administration(settings.read()).desk()
        let progress = try await desk.bringUp { id, error in unread.append("\(id.text): \(error)") }
        print("\(progress.done) zaken geteld volgens instelling \(progress.revision)")
        guard unread.isEmpty else {
          throw Failure(
            "\(progress.failed) zaken konden niet worden gelezen en blijven achter:\n" + unread.joined(separator: "\n")
          )
        }
      }
    }
  }
}
