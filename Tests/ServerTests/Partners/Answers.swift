import CaseCore
import Development
import Foundation
import OrderedCollections
import Server
import WorkflowFiles

/// What every organisation is answered that asks for everything there is, under its own ids and those of others. Of some cases it asks only for
/// the case and its journal, under its own id: all of many cases would take minutes.
struct Answers {
  struct Answer {
    let organisation: String
    let roles: Set<String>
    let address: String
    /// Whether it asks for a case under an id that is its own.
    let isOwn: Bool
    let reply: Sender.Reply
    let method: String

    var status: Int { reply.status }
    /// Headers and body.
    let text: String
  }

  private(set) var texts: [Answer] = []
  /// The roles that the case gives an organisation for one of its children, and not the organisation.
  private let parts: Set<String>

  /// About no case that is named.
  private static let lists = [
    "/v1/casussen", "/v1/casussen?sorteer=uiterlijkTijdstip", "/v1/casussen?onbekend=1", "/v1/termijnen",
    "/v1/vernietigingen", "/v1/werkstromen", "/v1/organisaties", "/v1/agenda-adressen",
    "/v1/gebeurtenissen", "/v1/gebeurtenissen/stand", "/v1/termijninstellingen", "/v1/termijninstellingen/overzicht",
    "/v1/termijnvoorstellen", "/v1/beheervoorstellen", "/v1/bestaat-niet", "/metrics",
  ]
  /// The same for everybody.
  private static let open = ["/health/live", "/health/ready", "/v1/openapi.json", "/v1/asyncapi.json"]
  /// Of a case; only the first two tell what people said.
  private static let ofCase = [
    "", "/journaal", "/mogelijkheden", "/verstrekkingen", "/termijnen", "/ontvangstbevestigingen", "/verwijzingen",
  ]
  /// Each is refused, with the faults of what was given and what is possible.
  private static let refused = [
    #"{"opdracht": "bestaat-niet"}"#, #"{"opdracht": "persoon-vastleggen", "velden": {"geboortedatum": "ooit"}}"#,
  ]

  /// - Parameters:
  ///   - folder: of the workflow of all cases.
  ///   - others: of which cases less is asked, each by one of its ids.
  init(
    _ installation: Installation,
    _ instance: Instance,
    _ folder: String,
    askingLessOf others: [String]
  ) async throws {
    let workflow = try WorkflowFolder.load(folder).workflow
    parts = Set(workflow.roles.filter { $0.value.access == .part }.keys)
    let page = "/v1/werkstromen/\(workflow.key)"
    let descriptions = ["opdrachten", "openapi"].map { "\(page)/\(workflow.version)/\($0).json" }
    let tokens = try LocalTokens(installation.settings)
    let listed = others.map { "'\($0)'" }.joined(separator: ", ")
    let ids = try await installation.rows(
      """
      select organisation, alias, case_id in (select case_id from case_party where alias in (\(listed)))
      from case_party
      """
    ).map { $0.split(separator: "|").map(String.init) }
    for (index, organisation) in try ScenarioFolder(folder).organisations.values.enumerated() {
      let asker = Asker(
        sender: try await Sender(
          organisation.number,
          roles: organisation.roles.sorted(),
          subject: "nieuwsgierig",
          tokens: tokens
        ),
        roles: organisation.roles,
        url: instance.url
      )
      let calendars = organisation.roles.sorted().map { "/v1/termijnen/agenda?rol=\($0)" }
      for address in Self.lists + [page] + calendars + (index == 0 ? Self.open + descriptions : []) {
        texts.append(try await asker.answer(address, isOwn: true))
      }
      for id in ids where id[2] == "f" { try await ask(asker, about: id[1], isOwn: id[0] == organisation.number) }
      for id in ids where id[2] == "t" && id[0] == organisation.number {
        for part in Self.ofCase.prefix(2) {
          texts.append(try await asker.answer("/v1/casussen/\(id[1])\(part)", isOwn: true))
        }
      }
    }
  }

  private mutating func ask(_ asker: Asker, about id: String, isOwn: Bool) async throws {
    let addresses = Self.ofCase.map { "/v1/casussen/\(id)\($0)" }
    for address in addresses + ["/v1/vernietigingen/\(id)", "/v1/ontvangstbewijzen/\(id)"] {
      texts.append(try await asker.answer(address, isOwn: isOwn))
    }
    for body in isOwn ? Self.refused : [] {
      texts.append(try await asker.answer("/v1/casussen/\(id)/opdrachten", posting: body, isOwn: isOwn))
    }
  }

  private struct Asker {
    let sender: Sender
    let roles: Set<String>
    let url: String

    func answer(_ address: String, posting body: String? = nil, isOwn: Bool) async throws -> Answer {
      let reply = try await sender.answer(
        url + address,
        posting: body.map { Data($0.utf8) },
        key: body.map { _ in UUID().uuidString }
      )
      return Answer(
        organisation: sender.organisation,
        roles: roles,
        address: address,
        isOwn: isOwn,
        reply: reply,
        method: body == nil ? "GET" : "POST",
        text: "\(reply.headers)\n\(String(decoding: reply.body, as: UTF8.self))"
      )
    }
  }
}

extension Answers {
  /// The answers with a canary that is not for their reader: under an id that is not its own, outside a journal and a case, of a command
  /// for other roles, or with the name of somebody of another organisation.
  func leaks(_ canary: Canary) -> [String] {
    texts.filter { answer in
      guard Self.mayTell(answer) else {
        return canary.values.contains { answer.text.contains($0) }
          || !Self.showsWorkflow(answer) && answer.text.contains(canary.choice)
      }
      // Who oversees reads all of it.
      guard !answer.roles.contains("fg") else { return false }
      return Self.names(answer, canary) || tellsOthers(answer, canary)
    }.map { "\($0.roles.sorted()) \($0.address): \($0.status)" }
  }

  /// Whether it can have what people said. Of a case that was destroyed that is what is on record of the destruction: who decided, and what
  /// they declared.
  private static func mayTell(_ answer: Answer) -> Bool {
    guard answer.isOwn else { return false }
    let parts = answer.address.split(separator: "/").dropFirst()
    if parts.first == "vernietigingen" { return answer.status == 200 }
    let isCase = parts.first == "casussen" && (parts.count == 2 || parts.last == "journaal")
    return isCase && [200, 410].contains(answer.status)
  }

  /// Where the options of a choice stand, whatever was chosen.
  private static func showsWorkflow(_ answer: Answer) -> Bool {
    answer.address.hasPrefix("/v1/werkstromen/") || answer.address == "/v1/werkstromen"
      || answer.isOwn && ["/mogelijkheden", "/opdrachten"].contains { answer.address.hasSuffix($0) }
  }

  /// Whether it names somebody who acted for another organisation.
  private static func names(_ answer: Answer, _ canary: Canary) -> Bool {
    answer.text.split(separator: "\"").contains { text in
      text.hasPrefix("\(canary.mark)-0") && !text.hasPrefix(canary.person("", of: answer.organisation))
    }
  }

  /// Whether it has what a command said that is for other roles.
  private func tellsOthers(_ answer: Answer, _ canary: Canary) -> Bool {
    let texts = Set(answer.text.split(separator: "\""))
    return canary.audiences.contains { value, audience in
      let isOwn = canary.senders[value]?.contains(answer.organisation) ?? false
      guard !isOwn, parts.isDisjoint(with: audience), answer.roles.isDisjoint(with: audience) else { return false }
      return value.hasPrefix("\"") ? texts.contains(value.dropFirst().dropLast()) : answer.text.contains(value)
    }
  }
}
