import ArgumentParser
import CaseCore
import Foundation
import PartnerAdministration
import Server
import StoreBase

extension PartnerCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the organisations.",
      discussion: """
        Under each the conditions of taking part that it meets, with ! from 30 days before they run out, and the mandates that it gave,
        with ! from 92 days before they end. Of one that is suspended it says whether a second person confirmed that, when it has the
        keyring. With --removed those that take no part any more: number, when, by whom, why. That needs the keyring.

        Example: casusregie partner list --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Flag(help: "Lists those that were removed instead.") var removed = false

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        guard !removed else {
          for partner in try await administration.removedOrganisations() { print(partner.line) }
          return
        }
        let conditions = try await administration.conditions()
        let today = Amsterdam.date(at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
        let mandates = try await administration.mandates().filter { !$0.isEnded && $0.until >= today }
        let suspensions = try await administration.suspensions()
        for registered in try await administration.organisations() {
          let organisation = registered.organisation
          let roles = organisation.roles.sorted().joined(separator: ",")
          let name = Terminal.line(organisation.name)
          let state = registered.isSuspended ? "  (suspended\(Self.text(suspensions?[organisation.number])))" : ""
          print("\(organisation.number)  \(organisation.region)  \(roles)  \(registered.queue)  \(name)\(state)")
          for (condition, until) in conditions[organisation.number, default: [:]].sorted(by: { $0.key < $1.key }) {
            let mark = until < today.adding(days: Self.noticeDays) ? " !" : ""
            print("    \(Terminal.line(condition)) until \(until)\(mark)")
          }
          for mandate in mandates where mandate.principal == organisation.number {
            print("    \(mandate.text)\(mandate.until < today.adding(days: Self.mandateNoticeDays) ? " !" : "")")
          }
        }
      }
    }

    /// For how many days a condition is marked before its last one.
    private static let noticeDays = 30
    /// Another one has to be proposed and approved, and cases have to invite whoever it names: that takes months.
    private static let mandateNoticeDays = 92

    private static func text(_ confirmation: RightsLedger.Confirmation?) -> String {
      switch confirmation {
      case .confirmed(let number): "; entry \(number), confirmed"
      case .missing(let number): "; entry \(number), not confirmed"
      case .unrecorded: "; not on record"
      case nil: ""
      }
    }
  }
}

extension RemovedPartner {
  fileprivate var line: String {
    let (organisation, moment) = (record.organisation, record.removedAt.formatted(.iso8601))
    let texts = [organisation.name, by, reason].map(Terminal.line)
    return "\(organisation.number)  \(moment)  \(texts.joined(separator: "  "))"
  }
}
