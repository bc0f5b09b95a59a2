import ArgumentParser
import PartnerAdministration
import Server

extension PartnerCommand {
  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Merges an organisation into another: cases, votes, ids, receipts, queue and what was not read go over.",
      discussion: """
        It is proposed (partner propose merge) and approved by another administrator; see the plan first. Cases go over one by one while
        both organisations work, each as an entry of its journal. Then the former is shut out, and removed when nothing of it waits; its
        successor may read its queue, and keeps to the ids under which the former knew its cases. Broken off, or when something still
        waits, give it again: it goes on where it was. When the successor has emptied the queue, partner check --repair removes it.

        Example: casusregie partner merge --config casusregie.json --from 00000099000000000010 \\
          --into 00000099000000000020 --proposal 3
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of the organisation that goes.") var from: String
    @Option(help: "The number of the organisation that comes in its place.") var into: String
    @Option(help: "The number of the approved proposal.") var proposal: Int64

    func run() async throws {
      try await reporting {
        let merged = try await Administration(options.read()).merge(from, into: into, proposal: proposal)
        print("\(merged.cases) cases went over, \(merged.destroyed) were destroyed before")
        print("\(merged.acknowledgements) events to acknowledge and \(merged.receipts) receipts went over")
        guard let queue = merged.queue else { return print("\(from) was removed before") }
        print("\(from) is removed; \(into) may read \(queue), and empties it")
      }
    }
  }
}
