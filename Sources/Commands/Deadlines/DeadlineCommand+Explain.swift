import ArgumentParser
import CaseAPI
import CaseCore
import DutchMessages
import Foundation
import StrictJSON

extension DeadlineCommand {
  struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Legt uit hoe een termijn telt: elke stap tot het einde, met de regel en waar die staat.",
      discussion: """
        Van elke termijn die u opgeeft, zonder dienst; of, met --case, van de termijnen die lopen in een casus die u mag zien. \
        De soorten zijn uren, kalender, werkdagen, atw (Algemene termijnenwet) en eu1182 (Verordening 1182/71).

        In JSON zijn het de objecten van de API: een Termijnberekening, of met --case een Termijnuitleg per regel.

        Voorbeeld: casusregie deadline explain --from 2026-12-24 --length P3D \\
          --kind atw --format json
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    @Option(help: .init("Wanneer de gebeurtenis is waarna de termijn loopt: datum of RFC 3339.", valueName: "moment"))
    var from: String?
    @Option(help: .init("Telt terug: de gebeurtenis waarvóór de termijn voorbij moet zijn.", valueName: "moment"))
    var before: String?
    @Option(help: .init("Hoe lang: P3D, P6W, P3M, P1Y, PT72H.", valueName: "duur")) var length: String?
    @Option(help: .init("Volgens welke regels: uren, kalender, werkdagen, atw of eu1182.", valueName: "soort"))
    var kind: String?
    @Option(help: .init("Als zij stilstond: 2026-12-28..2027-01-04. Mag vaker.", valueName: "periode"))
    var suspend: [String] = []
    @Option(help: .init("Als zij werd verlengd: P2W. Mag vaker.", valueName: "duur")) var extend: [String] = []
    @Option(help: .init("Als dit een sluitingsdag was (werkdagen). Mag vaker.", valueName: "datum"))
    var closed: [String] = []
    @Option(
      name: .customLong("case"),
      help: .init("Een casus, met het id waaronder uw organisatie die kent.", valueName: "id"),
      transform: CaseID.read
    )
    var alias: UUID?
    @Option(help: .init("Alleen deze termijn van de casus: haar naam, of onderdeel/naam.", valueName: "termijn"))
    var deadline: String?
    @Option(help: .init("Hoe zij wordt getoond.", valueName: "vorm")) var format = Format.text
    @OptionGroup(title: "Dienst en toegang") var options: ServiceOptions

    func validate() throws {
      guard alias != nil else {
        guard deadline == nil else { throw ValidationError("--deadline hoort bij --case.") }
        return
      }
      let isAboutTerm = [from, before, length, kind].contains { $0 != nil } || !(suspend + extend + closed).isEmpty
      guard !isAboutTerm else { throw ValidationError("Geef óf --case, óf een termijn om te tellen; niet beide.") }
    }

    func run() async throws {
      try await reporting {
        if let alias { try await explain(alias) } else { try explainTerm() }
      }
    }

    private func explainTerm() throws {
      let answer: Answer
      do throws(TermQuestion.Faults) { answer = Answer(try question.answer(calendar: .standard).json) } catch {
        throw Failure(error.faults.map { "\($0.part.option): \($0.dutch)" }.joined(separator: "\n"), code: 2)
      }
      switch format {
      case .text: print(try CountText.ofTerm(answer))
      case .json: print(answer.json.text)
      }
    }

    private var question: TermQuestion {
      var question = TermQuestion(from: from, before: before, length: length ?? "", kind: kind ?? "")
      question.suspensions = suspend
      question.extensions = extend
      question.closures = closed
      return question
    }

    private func explain(_ alias: UUID) async throws {
      try await options.with { service in
        let all = try await service.get(ServicePath.explanations(ofCase: alias)).list("termijnen")
        let found = try all.filter { try deadline == nil || CountText.name(of: $0) == deadline }
        guard !found.isEmpty || deadline == nil else {
          throw Failure("In deze casus loopt geen termijn van die naam die u mag zien.")
        }
        switch format {
        case .text where found.isEmpty: print("Er lopen geen termijnen die u mag zien.")
        case .text: print(try found.map(CountText.ofDeadline).joined(separator: "\n\n"))
        case .json: for explanation in found { print(explanation.json.text) }
        }
      }
    }
  }
}

extension TermQuestion.Part {
  /// The option that it is about.
  fileprivate var option: String {
    switch self {
    case .from: "--from"
    case .before: "--before"
    case .length: "--length"
    case .kind: "--kind"
    case .suspension: "--suspend"
    case .extra: "--extend"
    case .closure: "--closed"
    }
  }
}
