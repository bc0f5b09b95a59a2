import ArgumentParser

struct PartnerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partner",
    abstract: "The organisations that take part.",
    subcommands: [
      Add.self, Change.self, List.self, Status.self, Told.self, Acknowledgements.self, Keys.self, Check.self,
      Rotate.self, Suspend.self, Resume.self, Remove.self, Replay.self, Epoch.self, Propose.self, Proposals.self,
      Plan.self, Approve.self, Reject.self, Withdraw.self, Merge.self, Condition.self, Mandate.self,
    ]
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }
}
