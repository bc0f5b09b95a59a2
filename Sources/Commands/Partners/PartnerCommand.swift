import ArgumentParser

struct PartnerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partner",
    abstract: "The organisations that take part.",
    subcommands: [Add.self, List.self, Keys.self, Check.self, Suspend.self, Resume.self, Epoch.self, Told.self]
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }
}
