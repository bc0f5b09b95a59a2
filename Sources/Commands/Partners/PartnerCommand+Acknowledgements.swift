import ArgumentParser
import CaseCore
import CaseReading
import Foundation
import Server
import StoreBase

extension PartnerCommand {
  struct Acknowledgements: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists who has not acknowledged what it must: corrections, restrictions, destructions.",
      discussion: """
        Of each: the organisation, the event, the case as the organisation knows it, when it was told and reminded, and whether it can be
        reminded: reachable, suspended, unconnected (it has no queue) or removed. With --all those that were acknowledged as well. It needs
        no keyring, and lists what belongs to destroyed cases too.

        Example: casusregie partner acknowledgements --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of one organisation; without it, all.") var oin: String?
    @Flag(name: .customLong("all"), help: "Those that were acknowledged as well.") var isAll = false
    @Option(help: "How it is written: text or json, an object a line.") var format = Format.text

    func run() async throws {
      try await reporting {
        let list = try await Administration(await options.read()).acknowledgements()
        var last: Acknowledgement?
        repeat {
          let page = try await list.page(of: oin, settled: isAll, after: last)
          for one in page { print(format == .json ? try one.json() : Terminal.line(one.text)) }
          last = page.count == AcknowledgementList.page ? page.last : nil
        } while last != nil
      }
    }
  }
}

extension Acknowledgement {
  fileprivate var text: String {
    [
      "\(recordedAt)", organisation, type, "case \(alias.uuidString.lowercased())", "revision \(revision)",
      "event \(event.uuidString.lowercased())", "reminders \(reminders), the last told \(toldAt)", reach.rawValue,
      "acknowledged \(acknowledgedAt.map(\.description) ?? "not yet")",
    ].joined(separator: "  ")
  }

  fileprivate func json() throws -> String {
    let members = [
      "organisation": organisation, "event": event.uuidString.lowercased(), "type": type,
      "case": alias.uuidString.lowercased(), "revision": "\(revision)", "recorded": "\(recordedAt)",
      "reminders": "\(reminders)", "told": "\(toldAt)", "reach": reach.rawValue,
      "acknowledged": acknowledgedAt.map(\.description) ?? "",
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(members), as: UTF8.self)
  }
}
