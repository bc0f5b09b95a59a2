import ArgumentParser
import CaseAPI
import StrictJSON

extension DeadlineCommand {
  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stelt voor een termijn, een sluitingsdag of een gelijkgestelde dag anders in te stellen.",
      discussion: """
        Er verandert nog niets: bekijk met «deadline plan» wat het doet, en laat een andere beheerder het goedkeuren. Wat u niet \
        noemt, blijft voor deze casussen zoals het is. Een duur staat er als in een werkstroom: P5D, P6W, P3M, P1Y, PT72H.

        Een voorstel kan meer wijzigingen hebben: een termijn en dagen, enkele keren --deadline waarvan hetzelfde wordt \
        ingesteld, of elk aantal uit een bestand met --changes: een lijst in de woorden van de API (openapi.yaml, \
        Termijnwijziging). Zij worden samen goedgekeurd.

        Voorbeeld: casusregie deadline propose \\
          --workflow pga-radicalisering --deadline casus/geen-ontwikkeling \\
          --region oost --length P2M --reason "Afspraak stuurgroep 12 november"

        Voorbeeld: casusregie deadline propose --calendar oost \\
          --close 2027-12-24 --source "Besluit gemeentesecretaris 2026-114" \\
          --reason "Gesloten voor Kerstmis"
        """
    )

    @OptionGroup(title: "Dienst en toegang") var options: ServiceOptions
    @OptionGroup(title: "Een termijn") var change: SettingOptions
    @OptionGroup(title: "Kalenders en dagen") var days: DayOptions
    @Option(
      name: .customLong("changes"),
      help: .init("Een JSON-bestand met meer wijzigingen, als «wijzigingen» van de API.", valueName: "bestand")
    )
    var changesFile: String?
    @Option(help: .init("Waarom: het blijft vastgelegd.", valueName: "reden")) var reason: String

    func run() async throws {
      try await reporting {
        try change.requireMeaning(calendar: days.calendar)
        let written = try changesFile.map(ChangesFile.read) ?? []
        let dated = try days.changes()
        guard change.workflow != nil || !(written.isEmpty && dated.isEmpty) else {
          throw Failure(
            "Noem wat anders moet: een termijn (--workflow), een dag (--close) of een bestand (--changes).",
            code: 2
          )
        }
        try await options.with { service in
          let named = try await change.changes(calendar: days.calendar, at: service)
          let settings = named.isEmpty ? [] : try await service.get(ServicePath.settings).list("instellingen")
          let set = named.map { CompletedChange.json($0, from: settings) }
          let body: JSON = ["reden": .string(reason), "wijzigingen": .array(written + set + dated.map(\.json))]
          let names = OptionNames(changes: written.map { _ in nil } + named + dated)
          let proposal = try await service.post(ServicePath.proposals, body, names)
          let number = try proposal.number("nummer")
          print("voorstel \(number)")
          for line in try ProposalText(proposal).lines { print("  \(line)") }
          print(ProposalText.hint(number))
        }
      }
    }
  }
}
