import ArgumentParser

struct DeadlineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deadline",
    abstract: "The deadlines of cases: how they are counted, what is due, and by which settings.",
    subcommands: [
      List.self, Explain.self, Propose.self, Plan.self, Approve.self, Apply.self, Reject.self, Withdraw.self,
      Undo.self, Settings.self,
    ]
  )
}
