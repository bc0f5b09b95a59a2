import ArgumentParser
import Foundation
import OrderedCollections
import StrictJSON

extension DeadlineCommand {
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Toont wat een voorstel met elke lopende casus doet, en verandert niets.",
      discussion: """
        Van elke casus waarin een termijn verandert: het oude en het nieuwe einde, wat meteen afloopt, en welke waarschuwingen \
        opnieuw komen of niet meer. Van wat meteen afloopt ook naar welke fase de casus gaat en wie bericht krijgt; dat is niet \
        terug te draaien. Daarna de totalen en het plan: wie het voorstel goedkeurt, noemt dat.

        Van een goedgekeurd voorstel is dit het plan dat werd goedgekeurd.

        Voorbeeld: casusregie deadline plan 1
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    @OptionGroup var options: ProposalOptions
    @Option(
      help: .init("Hoe het plan wordt getoond: json is een regel per casus en dan de totalen.", valueName: "vorm")
    )
    var format = Format.text

    func run() async throws {
      try await reporting {
        try await options.service.with { service in
          switch format {
          case .text:
            let text = try ProposalText(await service.get(ServicePath.proposal(options.number)))
            for line in [text.headline] + text.lines { print(line) }
            print("")
            let plan = try await plan(of: service) { print(try SettingsPlanText.of(case: $0)) }
            print(try SettingsPlanText.totals(plan))
          case .json: print(try await plan(of: service) { print($0.json.text) }.json.text)
          }
        }
      }
    }

    /// - Parameter each: called for each case.
    /// - Returns: the plan without its cases.
    private func plan(of service: Service, _ each: (Answer) throws -> Void) async throws -> Answer {
      var plan: Answer?
      try await service.pages(from: ServicePath.plan(options.number), within: Service.plan) { page in
        plan = plan ?? page
        for planned in try page.list("casussen") { try each(planned) }
      }
      guard let plan, case .object(var members) = plan.json else { throw Failure("De dienst toont geen plan.") }
      let omitted = try plan.number("nietBewaard")
      if omitted > 0 { Terminal.writeError("nog \(omitted) zaken zijn niet bewaard") }
      members["casussen"] = .array([])
      members["volgende"] = .null
      return Answer(.object(members))
    }
  }
}
