import ArgumentParser
import StrictJSON

/// What becomes of a proposal beside an approval.
extension DeadlineCommand {
  struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Wijst een voorstel van een andere beheerder af.",
      discussion: "Voorbeeld: casusregie deadline reject 1 --reason \"Eerst overleg met de regio\""
    )

    @OptionGroup var options: ProposalOptions
    @Option(help: .init("Waarom: het blijft vastgelegd.", valueName: "reden")) var reason: String

    func run() async throws {
      try await reporting {
        try await options.service.with { service in
          let path = "\(ServicePath.proposal(options.number))/afwijzing"
          print(try ProposalText(await service.post(path, ["reden": .string(reason)])).headline)
        }
      }
    }
  }

  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Trekt een eigen voorstel in.",
      discussion: "Voorbeeld: casusregie deadline withdraw 1"
    )

    @OptionGroup var options: ProposalOptions

    func run() async throws {
      try await reporting {
        try await options.service.with { service in
          print(try ProposalText(await service.post("\(ServicePath.proposal(options.number))/intrekking")).headline)
        }
      }
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stelt voor een goedgekeurd voorstel terug te draaien.",
      discussion: """
        Het is een voorstel als elk ander: met een plan, en goed te keuren door een andere beheerder. Wat meteen afliep toen het \
        werd goedgekeurd, wordt genoemd: dat komt er niet mee terug. Wat sindsdien anders is ingesteld, blijft.

        Voorbeeld: casusregie deadline undo 1 --reason "De proef is voorbij"
        """
    )

    @OptionGroup var options: ProposalOptions
    @Option(help: .init("Waarom: het blijft vastgelegd.", valueName: "reden")) var reason: String

    func run() async throws {
      try await reporting {
        try await options.service.with { service in
          let path = "\(ServicePath.proposal(options.number))/terugdraaiing"
          let proposal = try await service.post(path, ["reden": .string(reason)])
          let number = try proposal.number("nummer")
          print("voorstel \(number)")
          for line in try ProposalText(proposal).lines { print("  \(line)") }
          let lasting = try proposal.list("nietTerugTeDraaien")
          if !lasting.isEmpty {
            print(
              "Dit komt er niet mee terug, want het liep meteen af toen voorstel \(options.number) werd goedgekeurd:"
            )
            for planned in lasting { print("  \(try SettingsPlanText.lasting(planned))") }
          }
          print(ProposalText.hint(number))
        }
      }
    }
  }
}
