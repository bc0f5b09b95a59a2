import ArgumentParser
import CaseCore
import Foundation
import Server

extension JournalCommand {
  struct Destructions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what is on record of cases that were destroyed, as far as you may see it.",
      discussion: """
        When, by whose decision and on which ground, with the declaration and who confirmed that theirs is destroyed too. You see
        what your access token lets you see in the service, and no more.

        Example: casusregie journal destructions --config casusregie.json
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    @OptionGroup var options: SettingsOptions
    @OptionGroup var actorOptions: ActorOptions
    @Option(
      name: .customLong("case"),
      help: "Only that of this case, by the id that your organisation knew it by.",
      transform: Self.id
    )
    var alias: UUID?
    @Option(help: "How they are printed: text or json (an object a line).") var format = Format.text

    private static func id(_ text: String) throws -> UUID {
      guard let id = UUID(uuidString: text) else { throw ValidationError("«\(text)» is no id of a case.") }
      return id
    }

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.read())
        let actor = try await actorOptions.actor(in: administration)
        let found = try await administration.destructions(of: alias, for: actor)
        for destruction in found {
          print(format == .json ? Administration.line(destruction) : DestructionText(destruction).text)
        }
        if found.isEmpty, format == .text { print("there are no records of destruction that you may see") }
      }
    }
  }
}
