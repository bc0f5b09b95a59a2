import ArgumentParser
import CaseCore
import Foundation
import OrderedCollections
import Server
import StoreBase
import StrictJSON
import WorkflowFiles

/// What moves all cases is proposed by one administrator and approved by another, with the commands for proposals of `partner`.
extension WorkflowCommand {
  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Proposes to publish a version of a workflow, for another administrator to approve.",
      discussion: """
        For administrators (hoofdbeheerder): it asks the running service, with your access token, and nothing changes yet. The proposal has the
        SHA-256 of the file: whoever approves holds it against their own copy (sha256sum). They look at it with partner plan and approve it
        with partner approve; then whoever runs the service gives workflow publish. The first versions, while there is no case, need no
        proposal.

        Example: casusregie workflow propose workflows/aanvraag-omgevingsvergunning --reason "Wetswijziging per 1 januari"
        """
    )

    @OptionGroup(title: "Service and access") var access: ServiceAccess
    @Argument(help: "The folder of the workflow, or its file.") var folder: String
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        let file = try WorkflowFolder.loadAmongOthers(folder)
        let (key, number) = (file.workflow.key, file.workflow.version)
        let version = WorkflowStore.Published(workflow: key, version: number, source: file.source)
        let change: OrderedDictionary<String, JSON> = [
          "soort": "publiceren", "werkstroom": .string(key), "versie": .string(number),
          "sha256": .string(version.digest.hexadecimal),
        ]
        try await WorkflowCommand.propose(change, reason: reason, access)
      }
    }
  }

  struct ProposeUpgrade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "propose-upgrade",
      abstract: "Proposes to move the running cases of a version to another, for another administrator to approve.",
      discussion: """
        For administrators (hoofdbeheerder). Have whoever runs the service make a plan first (workflow plan), and read it together: the proposal
        has the versions and the names of states, and not what becomes of each case. Once it is approved, workflow upgrade carries it out for
        30 days, with the plan of that moment.

        Example: casusregie workflow propose-upgrade aanvraag-omgevingsvergunning --from 1.0.0 --to 1.1.0 --reason "Wetswijziging"
        """
    )

    @OptionGroup(title: "Service and access") var access: ServiceAccess
    @OptionGroup var move: MoveArguments
    @Option(help: "Why: it stays on record.") var reason: String

    func run() async throws {
      try await reporting {
        let change: OrderedDictionary<String, JSON> = [
          "soort": "overzetten", "werkstroom": .string(move.workflow), "vanVersie": .string(move.from),
          "versie": .string(move.to), "namen": .array(move.names.map(\.json)),
        ]
        try await WorkflowCommand.propose(change, reason: reason, access)
      }
    }
  }

  private static func propose(
    _ change: OrderedDictionary<String, JSON>,
    reason: String,
    _ access: ServiceAccess
  ) async throws {
    let body: JSON = ["reden": .string(reason), "wijziging": .object(change)]
    try await access.with { service in
      let proposal = try await service.post(ServicePath.rightsProposals, body)
      for line in try RightsText.proposal(proposal) { print(line) }
      print("see what it comes to: casusregie partner plan \(try proposal.number("nummer"))")
    }
  }
}

extension StateRename {
  fileprivate var json: JSON {
    var members: OrderedDictionary<String, JSON> = ["oud": .string(name.old), "nieuw": .string(name.new)]
    if let machine = name.machine { members["machine"] = .string(machine) }
    return .object(members)
  }
}
