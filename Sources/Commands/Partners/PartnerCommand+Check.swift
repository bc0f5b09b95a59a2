import ArgumentParser
import CaseCore
import Foundation
import Messaging
import Server
import StoreBase

extension PartnerCommand {
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compares what the broker has of partners with what it should have.",
      discussion: """
        It finds queues, users, rights and limits that are missing or were changed, queues with a name that others can guess,
        and policies that lose messages. With --repair it first makes right what can be. Exit code 0: all is as it should be;
        1: something is not, one a line.

        Example: casusregie partner check --config casusregie.json --repair
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of one organisation; without it, all.") var oin: String?
    @Flag(help: "Makes right what can be made right.") var repair = false
    @Option(help: "How it is written: text or json, an object a line.") var format = Format.text

    func run() async throws {
      try await reporting {
        let administration = try await Administration(options.read())
        let known = try await administration.organisations().map(\.organisation.number)
        if let oin, !known.contains(oin) { throw Failure("no organisation has the number \(oin)") }
        let findings = try await administration.checkPartners(oin, repairs: repair)
        for finding in findings { print(try format == .json ? finding.json : finding.text) }
        guard findings.isEmpty else {
          throw Failure("\(findings.count) things on the broker are not as they should be")
        }
        if format == .text { print("\(oin == nil ? known.count : 1) partners are as they should be") }
      }
    }
  }

  struct Epoch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begins an epoch of events, after rows were restored.",
      discussion: """
        Numbers of events hold within an epoch. A restored database cluster, and a standby that took over, begin one by
        themselves. After rows were restored into the cluster that had them (psql, pg_restore), do it with this, before the
        service is started. Partners then take no new event for a copy.

        Example: casusregie partner epoch --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await reporting { print(try await Administration(options.read()).beginEpoch()) }
    }
  }
}

extension PartnerCheck.Finding {
  fileprivate var text: String { "\(organisation)  \(code.rawValue)  \(Terminal.line(message))" }

  fileprivate var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let members = ["organisation": organisation, "code": code.rawValue, "message": message]
      return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
  }
}
