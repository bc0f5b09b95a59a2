import ArgumentParser
import CaseCore
import CaseStore
import Foundation
import Server

extension DeadlineCommand {
  struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Explains how a term is counted: each step to its end, with the rule and where that stands.",
      discussion: """
        Of any term, without a server and without settings; or, with --case, of the deadlines that run in a case that you may
        see. The kinds are uren, kalender, werkdagen, atw (Algemene termijnenwet) and eu1182 (Regulation 1182/71).

        In JSON, "due" is the last day of a term in days, and of a term in hours the moment, with the offset of Amsterdam;
        "overAt" is the first moment at which it is over. Of a case the JSON is that of the API, an object a line.

        Example: casusregie deadline explain --from 2026-12-24 --length P3D --kind atw --format json
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    @Option(help: "When the event is that the term runs from: a date or an RFC 3339 moment.") var from: String?
    @Option(help: "Counts back instead: the event before which the term must be over.") var before: String?
    @Option(help: "How long: P3D, P6W, P3M, P1Y, PT72H.") var length: String?
    @Option(help: "By which rules: uren, kalender, werkdagen, atw or eu1182.") var kind: String?
    @Option(help: "What if it stood still: 2026-12-28..2027-01-04; may be given several times.") var suspend: [String] =
      []
    @Option(help: "What if it were extended: P2W; may be given several times.") var extend: [String] = []
    @Option(help: "What if this were a closure day (werkdagen); may be given several times.") var closed: [String] = []
    @Option(name: .customLong("case"), help: "A case, by the id that your organisation knows it by.") var alias: String?
    @Option(help: "Only this deadline of the case: its name, or child/name.") var deadline: String?
    @Option(help: "How it is printed: text or json.") var format = Format.text
    @OptionGroup var options: SettingsOptions
    @OptionGroup var actorOptions: ActorOptions

    func run() async throws {
      try await reporting {
        if let alias { try await explain(alias) } else { try explainTerm() }
      }
    }

    private func explainTerm() throws {
      guard deadline == nil else { throw Failure("--deadline hoort bij --case.", code: 2) }
      let answer: TermAnswer
      do throws(TermQuestion.Faults) { answer = try question.answer(calendar: .standard) } catch {
        throw Failure(error.faults.map { "\($0.part.option): \($0.message)" }.joined(separator: "\n"), code: 2)
      }
      switch format {
      case .text: print(answer.text)
      case .json: print(try TermJSON(answer).text)
      }
    }

    private var question: TermQuestion {
      var question = TermQuestion(from: from, before: before, length: length ?? "", kind: kind ?? "")
      question.suspensions = suspend
      question.extensions = extend
      question.closures = closed
      return question
    }

    private func explain(_ alias: String) async throws {
      let isAboutTerm = [from, before, length, kind].contains { $0 != nil } || !(suspend + extend + closed).isEmpty
      guard !isAboutTerm else { throw Failure("Geef óf --case, óf een termijn om te tellen; niet beide.", code: 2) }
      guard let id = UUID(uuidString: alias) else { throw Failure("--case: Dit is geen id van een casus.", code: 2) }
      let administration = try Administration(await options.read())
      let actor = try await actorOptions.actor(in: administration)
      guard let view = try await administration.view(of: id, for: actor) else {
        throw Failure("Deze casus bestaat niet, of u hebt er geen toegang toe.")
      }
      let found = view.explanations.filter { deadline == nil || $0.name.description == deadline }
      guard !found.isEmpty || deadline == nil else {
        throw Failure("In deze casus loopt geen termijn van die naam die u mag zien.")
      }
      switch format {
      case .text: print(found.isEmpty ? "Er lopen geen termijnen die u mag zien." : Self.text(found))
      case .json: for explanation in found { print(Administration.line(explanation, in: view)) }
      }
    }

    private static func text(_ explanations: [DeadlineExplanation]) -> String {
      explanations.map(\.text).joined(separator: "\n\n")
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
