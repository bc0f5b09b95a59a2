import CaseCore
import Development
import Foundation
import OrderedCollections
import Server
import WorkflowFiles

/// What every organisation is answered that asks for everything there is, under its own ids and those of others.
struct Answers {
  struct Answer {
    let organisation: String
    let roles: Set<String>
    let address: String
    /// Whether it asks for a case under an id that is its own.
    let isOwn: Bool
    let status: Int
    let text: String
  }

  private(set) var texts: [Answer] = []

  init(_ installation: Installation, _ instance: Instance, _ workflow: String) async throws {
    let tokens = try LocalTokens(installation.settings)
    let ids = try await installation.rows("select organisation, alias from case_party").map { row in
      row.split(separator: "|").map(String.init)
    }
    let lists = [
      "/v1/casussen", "/v1/casussen?sorteer=uiterlijkTijdstip", "/v1/termijnen", "/v1/vernietigingen",
      "/v1/werkstromen",
      "/v1/organisaties", "/health/ready", "/v1/openapi.json",
    ]
    let parts = ["", "/journaal", "/mogelijkheden", "/verstrekkingen", "/termijnen/uitleg"]
    for organisation in try ScenarioFolder(workflow).organisations.values {
      let sender = try await Sender(
        organisation.number,
        roles: organisation.roles.sorted(),
        subject: "nieuwsgierig",
        tokens: tokens
      )
      for address in lists { try await ask(sender, organisation.roles, address, isOwn: true, instance) }
      for id in ids {
        for part in parts {
          let address = "/v1/casussen/\(id[1])\(part)"
          try await ask(sender, organisation.roles, address, isOwn: id[0] == organisation.number, instance)
        }
        let path = "/v1/vernietigingen/\(id[1])"
        try await ask(sender, organisation.roles, path, isOwn: id[0] == organisation.number, instance)
      }
    }
  }

  private mutating func ask(
    _ sender: Sender,
    _ roles: Set<String>,
    _ address: String,
    isOwn: Bool,
    _ instance: Instance
  ) async throws {
    let reply = try await sender.answer(instance.url + address)
    texts.append(
      Answer(
        organisation: sender.organisation,
        roles: roles,
        address: address,
        isOwn: isOwn,
        status: reply.status,
        text: String(decoding: reply.body, as: UTF8.self)
      )
    )
  }

  /// The answers with a canary that is not for their reader: under an id that is not its own, outside a journal and a case, or of a command
  /// for other roles.
  func leaks(_ canary: Canary) -> [String] {
    texts.filter { answer in
      guard answer.text.contains(canary.mark) else { return false }
      guard answer.isOwn, answer.status == 200, answer.address.hasPrefix("/v1/casussen/") else { return true }
      // Who oversees reads all of it. A part in a child is given by the case, and no role of the organisation.
      guard !answer.roles.contains("fg") else { return false }
      let parts: Set = ["bevraagde", "uitvoerder", "overnemer", "bevestiger"]
      return canary.audiences.contains { text, audience in
        answer.text.contains("\"\(text)\"") && parts.isDisjoint(with: audience)
          && answer.roles.isDisjoint(with: audience)
      }
    }.map { "\($0.roles.sorted()) \($0.address): \($0.status)" }
  }
}
