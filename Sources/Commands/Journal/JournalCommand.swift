import ArgumentParser
import CaseCore
import Server
import StoreAdministration

struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "The record of what happened.",
    subcommands: [Verify.self, Destructions.self]
  )

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks that no entry was changed, removed, put elsewhere or cut off the end.",
      discussion: """
        Holds every journal against itself, and case, parties, timers and events against the journal; the directory, the
        workflow texts and the settings against journals of their own. Says how many cases and entries it checked. A notice is no
        fault, and worth a look. Nothing to check is no success. Memory does not grow with the number of cases.

        Example: casusregie journal verify --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(
      help: "A file for the textfile collector of Prometheus: when it was checked, and how many faults there are."
    )
    var metricsFile: String?

    func run() async throws {
      try await reporting {
        let report = try await Administration(options.read()).verifyJournals()
        if let metricsFile { try VerificationMetrics.write(report, to: metricsFile) }
        for fault in report.faults { print(fault) }
        for number in report.settingsFaults { print("settings, entry \(number): changed, missing or out of order") }
        if let fault = report.settingsFault { print("settings: \(fault)") }
        for fault in report.directoryFaults { print(fault) }
        for notice in report.notices { print("notice: \(notice)") }
        let erased = report.erased == 0 ? "" : ", \(report.erased) of them with their content destroyed"
        print("checked \(report.entries) entries of \(report.cases) cases\(erased)")
        guard report.entries > 0 else { throw Failure("there was nothing to check") }
        if report.settings > 0 { print("checked \(report.settings) entries of the settings") }
        if report.eventsStart > .min {
          print("events recorded before \(report.eventsStart) may have been removed and are not compared")
        }
        if report.directory > 0 { print("checked \(report.directory) entries of the directory") }
        guard report.isSound else { throw Failure("\(report.faultCount) faults") }
      }
    }
  }
}
