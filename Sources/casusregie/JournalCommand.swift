import ArgumentParser
import CaseStore
import Server

struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "The record of what happened.",
    subcommands: [Verify.self]
  )

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks that no entry was changed, removed, put elsewhere or cut off the end.",
      discussion: """
        Says how many cases and entries it checked. Nothing to check is no success.

        Example: casusregie journal verify --local
        """
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting {
        let report = try await Administration(options.read()).verifyJournals()
        for fault in report.faults { print(fault) }
        for number in report.settingsFaults { print("settings, entry \(number): changed, missing or out of order") }
        if let fault = report.settingsFault { print("settings: \(fault)") }
        let erased = report.erased == 0 ? "" : ", \(report.erased) of them with their content destroyed"
        print("checked \(report.entries) entries of \(report.cases) cases\(erased)")
        guard report.entries > 0 else { throw Failure("there was nothing to check") }
        if report.settings > 0 { print("checked \(report.settings) entries of the settings") }
        guard report.isSound else { throw Failure("\(report.count) faults") }
      }
    }
  }
}
