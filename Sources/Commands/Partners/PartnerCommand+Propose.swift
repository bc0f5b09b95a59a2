import ArgumentParser
import Foundation
import OrderedCollections
import StrictJSON

extension PartnerCommand {
  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Proposes what gives an organisation rights, for another administrator to approve.",
      discussion: """
        For administrators (hoofdbeheerder): it asks the running service, with your access token, and nothing changes yet. See what it
        comes to with partner plan, have a colleague approve it, and have whoever runs the service carry it out with --proposal. What
        add needs is all of name, region and roles; change takes what is to be another, keys takes --file, merge takes --into,
        condition takes --condition and --until, mandate takes --agent, --workflow, --role, --from and --until: --oin is for whom is acted.

        Example: casusregie partner propose add --oin 00000099000000000010 \\
          --name "Gemeente Voorbeeldstad" --region oost --role gemeente --reason "Convenant van 12 november"
        """
    )

    /// What is proposed, and the word of the API for it.
    enum Action: String, ExpressibleByArgument, CaseIterable {
      case add, change, keys, resume, remove, merge, condition, mandate

      var kind: JSON {
        switch self {
        case .add: "inschrijven"
        case .change: "wijzigen"
        case .keys: "sleutels"
        case .resume: "hervatten"
        case .remove: "verwijderen"
        case .merge: "samenvoegen"
        case .condition: "voorwaarde"
        case .mandate: "mandaat"
        }
      }
    }

    @OptionGroup(title: "Service and access") var access: ServiceAccess
    @Argument(help: "What is proposed: add, change, keys, resume, remove, merge, condition or mandate.") var action:
      Action
    @Option(help: "The number of the organisation.") var oin: String
    @Option(help: "Its name.") var name: String?
    @Option(help: "The region it works in.") var region: String?
    @Option(name: .customLong("role"), help: "A role it will hold; may be given several times.") var roles: [String] =
      []
    @Option(help: "Of keys: a JSON Web Key Set with all that will be in force.") var file: String?
    @Flag(help: "Of remove: also while it takes part in cases that have not ended.") var despiteCases = false
    @Flag(help: "Of remove: also while messages to or of it wait, which are lost.") var despiteMessages = false
    @Option(help: "Of merge: the number of the organisation that comes in its place.") var into: String?
    @Option(help: "Of condition: a condition of taking part, as workflows name it.") var condition: String?
    @Option(help: "Of condition and mandate: the last day on which it holds, as 2027-12-31.") var until: String?
    @Option(help: "Of mandate: the number of the organisation that acts.") var agent: String?
    @Option(help: "Of mandate: the key of the workflow.") var workflow: String?
    @Option(help: "Of mandate: the first day on which it holds.") var from: String?
    @Option(help: "Why: it stays on record.") var reason: String

    func validate() throws {
      let isDescribed = name != nil || region != nil || !roles.isEmpty && action != .mandate
      guard !isDescribed || action == .add || action == .change else {
        throw ValidationError("--name and --region go with add and change, --role with these and with mandate.")
      }
      guard (file != nil) == (action == .keys) else {
        throw ValidationError("--file goes with keys, and keys with --file.")
      }
      guard (into != nil) == (action == .merge) else {
        throw ValidationError("--into goes with merge, and merge with --into.")
      }
      let holds = action == .condition || action == .mandate
      guard (condition != nil) == (action == .condition), (until != nil) == holds else {
        throw ValidationError("--condition goes with condition, --until with condition and mandate, and these with it.")
      }
      guard [agent, workflow, from].allSatisfy({ ($0 != nil) == (action == .mandate) }) else {
        throw ValidationError("--agent, --workflow and --from go with mandate, and mandate with all of them.")
      }
      guard !despiteCases && !despiteMessages || action == .remove else {
        throw ValidationError("--despite-cases and --despite-messages go with remove.")
      }
    }

    func run() async throws {
      try await reporting {
        let body: JSON = ["reden": .string(reason), "wijziging": .object(try change())]
        try await access.with { service in
          let proposal = try await service.post(ServicePath.rightsProposals, body)
          let number = try proposal.number("nummer")
          for line in try RightsText.proposal(proposal) { print(line) }
          print("see what it comes to: casusregie partner plan \(number)")
        }
      }
    }

    private func change() throws -> OrderedDictionary<String, JSON> {
      var members: OrderedDictionary<String, JSON> = ["soort": action.kind, "organisatie": .string(oin)]
      if let name { members["naam"] = .string(name) }
      if let region { members["regio"] = .string(region) }
      if action == .mandate { members["mandaat"] = mandate } else if !roles.isEmpty { members["rollen"] = JSON(roles) }
      if let file { members["sleutels"] = .array(try Self.keys(in: file)) }
      if let into { members["opvolger"] = .string(into) }
      if let condition { members["voorwaarde"] = .string(condition) }
      if let until, action == .condition { members["geldigTot"] = .string(until) }
      if action == .remove {
        members["ondanksCasussen"] = .bool(despiteCases)
        members["ondanksBerichten"] = .bool(despiteMessages)
      }
      return members
    }

    private var mandate: JSON {
      [
        "gemachtigde": JSON(agent), "werkstroom": JSON(workflow), "rollen": JSON(roles), "vanaf": JSON(from),
        "geldigTot": JSON(until),
      ]
    }

    private static func keys(in file: String) throws(Failure) -> [JSON] {
      guard let data = FileManager.default.contents(atPath: file) else { throw Failure("\(file) cannot be read") }
      // Whatever is wrong with it, it is no such set.
      guard let items = try? JSONReader.read(Array(data))["keys"]?.items else {
        throw Failure("\(file): this is no JSON Web Key Set: an object with «keys»")
      }
      return items
    }
  }
}
