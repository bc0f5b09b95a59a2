import ArgumentParser
import StrictJSON

extension DeadlineCommand {
  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keurt een voorstel van een andere beheerder goed, met het plan dat u hebt bekeken.",
      discussion: """
        Is het plan intussen een ander, omdat een termijn waarop het rust is veranderd of een moment voorbij is, dan wordt het \
        geweigerd en gebeurt er niets. Na de goedkeuring gelden de instellingen meteen, en telt de dienst elke casus opnieuw. \
        Een plan waarbij iets meteen afloopt, wat niet terug te draaien is, vraagt ook --expire-now.

        Voorbeeld: casusregie deadline approve 1 --plan 3f2a...
        """
    )

    @OptionGroup var options: ProposalOptions
    @Option(name: .customLong("plan"), help: .init("Het plan, zoals «deadline plan» het noemde.", valueName: "plan"))
    var digest: String
    @Flag(help: "Zegt dat u hebt gezien wat meteen afloopt, en dat dat niet terug te draaien is.") var expireNow = false

    func validate() throws {
      guard digest.count == 64, digest.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
        throw ValidationError(
          "--plan: dit is geen plan. «deadline plan \(options.number)» noemt het onderaan: 64 tekens."
        )
      }
    }

    func run() async throws {
      try await reporting {
        try await options.service.with { service in
          let approved = try await service.post(
            "\(ServicePath.proposal(options.number))/goedkeuring",
            ["plan": .string(digest), "meteenLatenAflopen": .bool(expireNow)],
            within: Service.plan
          )
          print(try ProposalText(approved).headline)
          print("De dienst telt nu elke lopende zaak volgens instelling \(try approved.number("revisie")).")
        }
      }
    }
  }
}
