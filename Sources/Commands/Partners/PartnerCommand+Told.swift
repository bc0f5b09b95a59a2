import ArgumentParser
import CaseCore
import CaseReading
import Foundation
import Server
import StoreBase

extension PartnerCommand {
  struct Told: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows who was told what of cases: when it was recorded and confirmed, on which ground, in which role.",
      discussion: """
        With --oin what one organisation was told, with --case who was told of one case; with both, what that one was told of it. An
        event says no more than its type. Events go when their retention is over; where some went is said. An organisation that was removed
        can be asked about too. It needs the keyring.

        Example: casusregie partner told --config casusregie.json --oin 00000099000000000010
        """
    )

    @OptionGroup var options: SettingsOptions
    @Option(help: "The number of the organisation.") var oin: String?
    @Option(
      name: .customLong("case"),
      help: "The case: its own id, or one under which an organisation knows it.",
      transform: Self.id
    )
    var id: UUID?
    @Option(help: "How it is written: text or json, an object a line.") var format = Format.text

    private static func id(_ text: String) throws -> UUID {
      guard let id = UUID(uuidString: text) else { throw ValidationError("«\(text)» is no id of a case.") }
      return id
    }

    func validate() throws {
      guard oin != nil || id != nil else { throw ValidationError("Give --oin, --case, or both.") }
    }

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.read())
        if let oin, try await !administration.knows(oin) {
          throw Failure("no organisation has the number \(oin)")
        }
        let store = try await administration.disclosures()
        guard let id else { return try await tell(of: oin ?? "", store) }
        guard let caseID = try await store.caseID(of: id) else { throw Failure("there is no case \(id)") }
        try await tell(of: caseID, store)
      }
    }

    private func tell(of organisation: String, _ store: DisclosureStore) async throws {
      let removed = try await store.removed(of: organisation)
      if removed > 0 {
        print(try line(["removed": "\(removed)"], "\(removed) events were removed: their retention is over"))
      }
      var after: Int64? = 0
      while let from = after {
        let page = try await store.page(toldTo: organisation, after: from)
        for told in page.disclosures { print(try line(told)) }
        after = page.next
      }
    }

    private func tell(of caseID: UUID, _ store: DisclosureStore) async throws {
      var after: Int64? = 0
      while let from = after {
        let page = try await store.page(of: caseID, after: from)
        for gone in page.removed {
          let members = ["revision": "\(gone.revision)", "recorded": "\(gone.recordedAt)", "removed": "events"]
          print(
            try line(
              members,
              "\(gone.recordedAt)  revision \(gone.revision)  events were removed: their retention is over"
            )
          )
        }
        for told in page.disclosures where oin == nil || told.organisation == oin { print(try line(told)) }
        after = page.next
      }
    }

    private func line(_ told: Disclosure) throws -> String {
      let confirmed = told.confirmedAt.map(\.description) ?? (told.isConfirmed ? "at an unknown time" : "not yet")
      let roles = told.roles.isEmpty ? "not known" : told.roles.joined(separator: ",")
      let members = [
        "organisation": told.organisation, "case": told.alias.uuidString.lowercased(), "revision": "\(told.revision)",
        "event": told.event, "roles": told.roles.joined(separator: ","), "ground": told.ground,
        "recorded": "\(told.recordedAt)", "confirmed": confirmed, "number": told.sequence.map(String.init) ?? "",
      ]
      let text = [
        "\(told.recordedAt)", told.organisation, told.event, "case \(told.alias.uuidString.lowercased())",
        "revision \(told.revision)", "roles \(roles)", "ground \(told.ground)",
        "number \(told.sequence.map(String.init) ?? "not yet")", "confirmed \(confirmed)",
      ]
      return try line(members, text.joined(separator: "  "))
    }

    private func line(_ members: [String: String], _ text: String) throws -> String {
      guard format == .json else { return Terminal.line(text) }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(members), as: UTF8.self)
    }
  }
}
