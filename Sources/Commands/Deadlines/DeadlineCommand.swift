import ArgumentParser

/// The commands of civil servants, in Dutch. All but one ask the running service, with the access token of whoever types.
struct DeadlineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deadline",
    // In the list of all commands, which is in English; its own help has it in Dutch.
    abstract: "The deadlines of cases: for civil servants, and in Dutch.",
    discussion: """
      Deze opdrachten vragen het aan de draaiende dienst, met uw toegangstoken. Alleen «apply» is voor wie de dienst beheert.
      """,
    subcommands: [
      List.self, Explain.self, Propose.self, Plan.self, Approve.self, Apply.self, Reject.self, Withdraw.self,
      Undo.self, Settings.self,
    ]
  )
}
