import ArgumentParser

extension DeadlineCommand {
  struct Settings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Toont wat anders is ingesteld dan de werkstromen zeggen, en alle voorstellen.",
      discussion: """
        Met --all: elke termijn van elke werkstroom, in de laatst gepubliceerde versie, met haar sleutel en omschrijving; wat de \
        werkstroom ervan zegt en wat geldt, voor elke regio en elk type casus waarvoor iets anders geldt.

        Voorbeeld: casusregie deadline settings

        Voorbeeld: casusregie deadline settings --all
        """
    )

    @OptionGroup(title: "Dienst en toegang") var options: ServiceOptions
    @Flag(help: "Elke termijn, met wat de werkstroom zegt en wat geldt.") var all = false

    func run() async throws {
      try await reporting {
        try await options.with { service in
          if all {
            for line in try SettingsText.overview(await service.get(ServicePath.overview)) { print(line) }
          } else {
            for line in try SettingsText.settings(await service.get(ServicePath.settings)) { print(line) }
            try await proposals(of: service)
          }
        }
      }
    }

    private func proposals(of service: Service) async throws {
      var damaged: [Int64] = []
      try await service.pages(from: ServicePath.proposals) { page in
        for proposal in try page.list("voorstellen") {
          let text = try ProposalText(proposal)
          print("\n\(text.headline)")
          for line in text.lines { print("  \(line)") }
        }
        damaged = try page.numbers("beschadigd")
      }
      for number in damaged {
        print("\nvoorstel \(number): beschadigd; laat wie de dienst beheert nagaan wat er is gebeurd")
      }
    }
  }
}
