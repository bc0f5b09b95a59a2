import ArgumentParser
import CaseCore
import CaseReading
import Foundation
import Outbox
import Server
import StoreBase

extension PartnerCommand {
  struct Acknowledgements: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Who has not acknowledged what it must: corrections, restrictions, destructions.",
      subcommands: [List.self, Close.self],
      defaultSubcommand: List.self
    )
  }
}

extension PartnerCommand.Acknowledgements {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists who has not acknowledged what it must.",
      discussion: """
        Of each: the organisation, the event, the case as the organisation knows it, when it was told and reminded, and whether it can be
        reminded: reachable, suspended, unconnected (it has no queue) or removed. With --all those that were acknowledged or closed as well. It
        needs no keyring, and lists what belongs to destroyed cases too. With --reasons it says who closed one and why, and needs the keyring.

        Example: casusregie partner acknowledgements list --config casusregie.json
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of one organisation; without it, all.") var oin: String?
    @Flag(name: .customLong("all"), help: "Those that were acknowledged or closed as well.") var isAll = false
    @Flag(help: "Who closed one, and why.") var reasons = false
    @Option(help: "How it is written: text or json, an object a line.") var format = PartnerCommand.Format.text

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.read())
        let list = try await administration.acknowledgements()
        var last: Acknowledgement?
        repeat {
          let page = try await list.page(of: oin, settled: isAll, after: last)
          for one in page {
            let closing = reasons ? try administration.closing(of: one) : nil
            print(format == .json ? try one.json(closing) : Terminal.line(one.text(closing)))
          }
          last = page.count == AcknowledgementList.page ? page.last : nil
        } while last != nil
      }
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends what an organisation has to acknowledge: it is reminded no more.",
      discussion: """
        For an organisation that is gone, or that said otherwise that it has the event. Who did it and why stays on record, and the journal of
        the directory has a digest. It is not taken back. What was acknowledged or closed before stays as it was. The event is the one
        that the list names.

        Example: casusregie partner acknowledgements close 7d0f2a44-5f9e-4c0b-9a38-2f5f6a2f8e11 --by "J. Jansen" \\
          --reason "confirmed by telephone on 3 December" --config casusregie.json
        """
    )

    @Argument(help: "The event.", transform: Self.id) var event: UUID
    @Option(help: "Who closes it.") var by: String
    @Option(help: "Why.") var reason: String
    @OptionGroup var options: SettingsOptions

    private static func id(_ text: String) throws -> UUID {
      guard let id = UUID(uuidString: text) else { throw ValidationError("«\(text)» is no id of an event.") }
      return id
    }

    func validate() throws {
      guard TextRule.name.holds(by.composed), TextRule.reason.holds(reason.composed) else {
        throw ValidationError("--by and --reason must say something, on one line.")
      }
    }

    func run() async throws {
      try await reporting {
        let store = try await Administration(options.read()).acknowledgementStore()
        switch try await store.close(event, by: by.composed, reason: reason.composed) {
        case .closed(let moment): print("closed \(moment)")
        case .wasClosed(let moment): print("it was closed before, \(moment)")
        case .acknowledged(let moment): throw Failure("it was acknowledged, \(moment)")
        case .unknown: throw Failure("there is no event \(event.uuidString.lowercased()) that has to be acknowledged")
        }
      }
    }
  }
}

extension Acknowledgement {
  fileprivate func text(_ closing: (by: String, reason: String)?) -> String {
    var parts = [
      "\(recordedAt)", organisation, type, "case \(alias.uuidString.lowercased())", "revision \(revision)",
      "event \(event.uuidString.lowercased())", "reminders \(reminders), the last told \(toldAt)", reach.rawValue,
      "acknowledged \(acknowledgedAt.map(\.description) ?? "not yet")",
    ]
    if let closedAt { parts.append("closed \(closedAt)" + (closing.map { " by \($0.by): \($0.reason)" } ?? "")) }
    return parts.joined(separator: "  ")
  }

  fileprivate func json(_ closing: (by: String, reason: String)?) throws -> String {
    var members = [
      "organisation": organisation, "event": event.uuidString.lowercased(), "type": type,
      "case": alias.uuidString.lowercased(), "revision": "\(revision)", "recorded": "\(recordedAt)",
      "reminders": "\(reminders)", "told": "\(toldAt)", "reach": reach.rawValue,
      "acknowledged": acknowledgedAt.map(\.description) ?? "", "closed": closedAt.map(\.description) ?? "",
    ]
    if let closing { (members["closedBy"], members["reason"]) = (closing.by, closing.reason) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(members), as: UTF8.self)
  }
}
