import ArgumentParser
import CaseCore
import CaseStore
import Foundation
import Server

extension DeadlineCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the deadlines that run in the cases that you may see, the first due first.",
      discussion: """
        You see what your access token lets you see in the service, and no more. The calendar (ics) is that of one of your
        own roles, with what that role must act on, at most a year ahead.

        Example: CASUSREGIE_TOKEN=$(casusregie token --local --oin 00000099000000000010 --role gemeente) \\
          casusregie deadline list --local --status overdue
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json, ics
    }

    enum Status: String, ExpressibleByArgument, CaseIterable {
      case due, overdue, suspended

      var standing: DeadlineView.Standing {
        switch self {
        case .due: .running
        case .overdue: .overdue
        case .suspended: .suspended
        }
      }
    }

    @OptionGroup var options: SettingsOptions
    @OptionGroup var actorOptions: ActorOptions
    @Option(help: "Only those in time (due), past their end (overdue) or standing still (suspended).") var status:
      Status?
    @Option(help: "Only those of cases in this region.") var region: String?
    @Option(help: "Only those whose next moment or end is for this role.") var role: String?
    @Option(
      name: .customLong("case"),
      help: "Only those of this case, by the id that your organisation knows it by.",
      transform: Self.id
    )
    var alias: UUID?
    @Option(help: "How they are printed: text, json (an object a line) or ics (a calendar).") var format = Format.text

    func validate() throws {
      guard format != .ics || role != nil else { throw ValidationError("A calendar is of one role: give --role.") }
    }

    private static func id(_ text: String) throws -> UUID {
      guard let id = UUID(uuidString: text) else { throw ValidationError("«\(text)» is no id of a case.") }
      return id
    }

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.read())
        let actor = try await actorOptions.actor(in: administration)
        if let fault = try await administration.unknown([role].compactMap(\.self)).first { throw Failure(fault) }
        switch format {
        case .text:
          let isChoice = status != nil || region != nil || role != nil || alias != nil
          print(DeadlineTable(try await deadlines(administration, actor), isChoice: isChoice).text)
        case .json: for deadline in try await deadlines(administration, actor) { print(Administration.line(deadline)) }
        case .ics: print(try await calendar(administration, actor), terminator: "")
        }
      }
    }

    /// Of a case that cannot be read it says so; the others are shown.
    private func deadlines(_ administration: Administration, _ actor: Actor) async throws -> [DeadlineView] {
      let page = try await administration.deadlines(for: actor, matching: filter(role: role))
      for found in page.unreadable where found.isForReader {
        FileHandle.standardError.write(Data("casus \(found.alias.text): niet leesbaar\n".utf8))
      }
      return page.deadlines
    }

    private func calendar(_ administration: Administration, _ actor: Actor) async throws -> String {
      let own = role ?? ""
      guard let text = try await administration.calendar(for: actor, role: own, matching: filter(role: nil)) else {
        throw Failure("Uw toegangstoken heeft de rol \(own) niet.")
      }
      return text
    }

    private func filter(role: String?) -> DeadlineFilter {
      DeadlineFilter(standing: status?.standing, region: region, role: role, alias: alias)
    }
  }
}
