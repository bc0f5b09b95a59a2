import AMQP
import CaseCore
import Development
import Foundation
import OrderedCollections
import Outbox
import Server
import StrictJSON
import TestServices
import Testing

/// What a partner sends over its queue, with a canary in all of it: what is carried out, asked and refused, what waits for its keys, and what
/// it sends in plain text, against the rules.
struct CanaryMessages {
  /// In what was sent in plain text, and in nothing else.
  let plain = Canary()
  let access: PartnerAccess
  private let sender: QueueSender
  private let token: String
  private let installation: Installation

  init(_ installation: Installation, _ canary: Canary) async throws {
    self.installation = installation
    let settings = installation.settings
    access = try #require(
      try await Partners.register(["gemeente"], of: ShippedWorkflows.casework, with: settings)[Partners.municipality]
    )
    sender = try QueueSender(access, settings: settings)
    try await sender.listen()
    let person = canary.person("rij", of: access.organisation)
    token = try await sender.token("gemeente", subject: person, settings: settings)
  }

  func close() async { await sender.close() }

  private func request(_ command: String, on subject: String? = nil) -> QueueSender.Request {
    QueueSender.Request(subject: subject, command: command, token: token)
  }

  private static let signal: OrderedDictionary<String, Input> = [
    "datum": .string("2025-12-18"), "fenomeen": .string("onbekend"), "kanaal": .string("ander"),
    "ontvanger": .string(Partners.municipality),
  ]

  func send(_ canary: inout Canary, of workflow: Workflow, at url: String) async throws {
    let beginning = request(canary.command("signaal-registreren", Self.signal, of: workflow, begins: true))
    let waiting = try await sendUnreadable(beginning, canary)
    let administration = try Administration(installation.settings)
    #expect(try await administration.register(sender.keys, of: access.organisation) == (2, 0))
    #expect(try await administration.deadLetters().askRetry(waiting, by: plain.mark) == .asked)
    let begun = try await sender.answer(to: beginning.id)
    let id = try #require(begun["id"]?.string, "\(begun.text)")
    for name in ["persoon-vastleggen", "signaal-aanvullen"] {
      let answer = try await sender.give(request(canary.command(name, [:], of: workflow), on: id))
      #expect(answer["uitkomst"]?.string == "uitgevoerd", "\(answer.text)")
    }
    let journal = try await sender.ask("/v1/casussen/\(id)/journaal", token: token)
    let date = try #require(canary.planted[.init(command: "persoon-vastleggen", field: "geboortedatum")])
    let number = try #require(canary.planted[.init(command: "signaal-aanvullen", field: "meldnummer")])
    // It went in, in all of its forms, and comes back to whom it is for.
    for value in [canary.mark, canary.choice, Self.json(date), Self.json(number)] {
      #expect(journal.body.text.contains(value), "\(value)")
    }
    try await sendRefused(&canary, of: workflow, on: id, at: url)
  }

  private static func json(_ input: Input) -> String {
    switch input {
    case .string(let text): "\"\(text)\""
    case .number(let number): "\(number)"
    case .list, .null, .other: "-"
    }
  }

  /// What becomes a dead letter.
  /// - Returns: the one of the command, which waits until its sender has keys.
  private func sendUnreadable(_ beginning: QueueSender.Request, _ canary: Canary) async throws -> Int64 {
    try await sender.send(beginning)
    var other = beginning
    other.id = UUID()
    try await sender.send(sender.message(other), id: other.id) { $0.userID = nil }
    let mark = plain.mark
    try await sender.send(Array(#"{"naam": "\#(mark)"}"#.utf8), id: UUID()) { $0.headers["naam"] = .string(mark) }
    let letters = try Administration(installation.settings).deadLetters()
    try await waitFor("the dead letters") { try await letters.waiting().count == 3 }
    #expect(try await letters.waiting().map(\.reason).sorted() == ["no-keys", "not-cloudevent", "sender"])
    let list = try await Program.run("dead-letter", "list", "--config", installation.settingsFile)
    #expect(list.code == 0 && list.output.contains("no-keys"), "\(list.errors)")
    for planted in [plain, canary] { #expect(!planted.isIn(list.output)) }
    return try #require(try await letters.waiting().first { $0.reason == "no-keys" }).id
  }

  /// A field that there is not, an address that there is not, and a condition that there is not: over the queue and over REST.
  private func sendRefused(_ canary: inout Canary, of workflow: Workflow, on id: String, at url: String) async throws {
    let mark = canary.mark
    let command = canary.command("signaal-aanvullen", ["\(mark)-veld": .string(mark)], of: workflow)
    let refused = try await sender.give(request(command, on: id))
    #expect(refused["code"]?.string == "invalid", "\(refused.text)")
    let asked = try await sender.ask("/v1/casussen?naam=\(mark)", token: token)
    #expect(asked.body["code"]?.string == "invalid", "\(asked.body.text)")
    let person = try await Sender(
      access.organisation,
      roles: ["gemeente"],
      subject: canary.person("balie", of: access.organisation),
      tokens: LocalTokens(installation.settings)
    )
    #expect(try await person.send(Data(command.utf8), to: id, at: url, key: UUID().uuidString).status == 400)
    #expect(try await person.answer("\(url)/v1/casussen?naam=\(mark)").status == 400)
    #expect(try await person.answer("\(url)/v1/casussen/\(mark)").status == 404)
  }
}
