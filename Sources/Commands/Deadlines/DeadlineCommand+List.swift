import ArgumentParser
import Foundation
import StrictJSON

extension DeadlineCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Toont de termijnen die lopen in de casussen die u mag zien, de eerste het eerst.",
      discussion: """
        U ziet wat uw toegangstoken u in de dienst laat zien, en niet meer. De agenda (ics) is van een van uw eigen rollen, met \
        wat die rol moet doen, hoogstens een jaar vooruit; andere keuzen gelden daarbij niet.

        Voorbeeld: casusregie deadline list --service https://casusregie.example \\
          --status verlopen --region oost
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json, ics
    }

    enum Status: String, ExpressibleByArgument, CaseIterable {
      case running = "loopt"
      case overdue = "verlopen"
      case suspended = "opgeschort"

      /// Scripts may have the words of before.
      private static let former: [String: Status] = ["due": .running, "overdue": .overdue, "suspended": .suspended]

      init?(argument: String) {
        guard let status = Status(rawValue: argument) ?? Self.former[argument] else { return nil }
        self = status
      }
    }

    @OptionGroup(title: "Dienst en toegang") var options: ServiceOptions
    @Option(help: .init("Alleen die op tijd zijn, voorbij hun einde, of stilstaan.", valueName: "stand"))
    var status: Status?
    @Option(help: .init("Alleen van casussen in deze regio.", valueName: "regio")) var region: String?
    @Option(help: .init("Alleen waarvan het volgende moment of de afloop voor deze rol is.", valueName: "rol"))
    var role: String?
    @Option(
      name: .customLong("case"),
      help: .init("Alleen van deze casus, met het id waaronder uw organisatie die kent.", valueName: "id"),
      transform: CaseID.read
    )
    var alias: UUID?
    @Option(help: .init("Hoe zij worden getoond: json is een object per regel, ics een agenda.", valueName: "vorm"))
    var format = Format.text

    func validate() throws {
      guard format == .ics else { return }
      guard role != nil else { throw ValidationError("Een agenda is van één rol: noem die met --role.") }
      guard status == nil, region == nil, alias == nil else {
        throw ValidationError("In een agenda staat alles van de rol: --status, --region en --case gelden daarbij niet.")
      }
    }

    func run() async throws {
      try await reporting {
        try await options.with { service in
          switch format {
          case .text:
            let isChoice = status != nil || region != nil || role != nil || alias != nil
            print(try DeadlineTable(await deadlines(of: service), isChoice: isChoice).text)
          case .json: for deadline in try await deadlines(of: service) { print(deadline.json.text) }
          case .ics:
            let path = ServicePath.with(["rol": role], ServicePath.calendar)
            print(try await service.calendar(path), terminator: "")
          }
        }
      }
    }

    /// Of a case that cannot be read it says so; the others are shown.
    private func deadlines(of service: Service) async throws -> [Answer] {
      let path = ServicePath.with(
        ["stand": status?.rawValue, "regio": region, "rol": role, "casus": alias?.text],
        ServicePath.deadlines
      )
      var found: [Answer] = []
      try await service.pages(from: path) { page in
        found += try page.list("termijnen")
        for id in try page.texts("nietLeesbaar") { Terminal.writeError("casus \(Terminal.line(id)): niet leesbaar") }
      }
      return found
    }
  }
}
