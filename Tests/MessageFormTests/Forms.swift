import CaseCore
import Crypto
import DutchMessages
import Foundation
import JOSE
import OrderedCollections
import Outbox
import Requests
import StoreBase
import StrictJSON

@testable import Inbox

/// What goes over queues, each form once, of fixed content.
enum Forms {
  static let sender = "00000099000000000001"
  static let service = "urn:nld:oin:00000099000000000000:systeem:casusregie"
  private static let id = UUID(uuidString: "0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11") ?? UUID()
  private static let subject = UUID(uuidString: "b73a3c0b-7c71-8c77-aa63-cae685941aa2") ?? UUID()

  private static let source = EventSource(
    operatorNumber: "00000099000000000000",
    baseURL: "https://casusregie.example"
  )
  private static let epoch = Epoch(name: "20261129T151800123456Z", start: 7)

  // MARK: - Events

  /// The form of an event, by its type.
  static func events() throws -> [String: String] {
    let ofCase = [Event.opened, Event.updated, Event.moved, Event.joined, Event.left, Event.closing, Event.overdue]
    let alarms = AlarmStore.Kind.allCases.flatMap { ["alarm.\($0.rawValue)", "alarm.\($0.rawValue).opgeheven"] }
    var events: [String: String] = [:]
    for word in ofCase { events["casus.\(word)"] = try event(word, of: subject) }
    for word in alarms { events[word] = try event(word) }
    events["casus.bijgewerkt te bevestigen"] = try event(Event.updated, of: subject, asks: true)
    events["casus.bijgewerkt herinnering"] = try event(
      Event.updated,
      of: subject,
      answer: .init(causation: id, content: nil),
      asks: true
    )
    events["casus.bijgewerkt ontvangstbewijs"] = try event(Event.updated, of: subject, isForReceipt: true)
    events["vervallen"] = try event(Event.updated, of: subject, isDestroyed: true)
    events["opdracht.afgehandeld"] = try event(
      "opdracht.afgehandeld",
      answer: .init(causation: id, content: Data("e30".utf8))
    )
    events["opdracht.onleesbaar"] = try event("opdracht.onleesbaar", answer: .init(causation: id, content: nil))
    events["opdracht.onleesbaar zonder id"] = try event("opdracht.onleesbaar")
    events["vraag.beantwoord"] = try event(
      "vraag.beantwoord",
      answer: .init(causation: id, content: Data("e30".utf8))
    )
    events["stand"] = String(
      decoding: CloudEvent.standing(
        .init(epoch: epoch, last: 41, oldest: nil),
        id: id,
        at: try Instant(rfc3339: "2026-05-04T13:14:15Z"),
        from: source
      ),
      as: UTF8.self
    )
    return events
  }

  private static func event(
    _ word: String,
    of subject: UUID? = nil,
    answer: OutboxEvent.Answer? = nil,
    isDestroyed: Bool = false,
    asks: Bool = false,
    isForReceipt: Bool = false
  ) throws -> String {
    let event = OutboxEvent(
      id: id,
      sequence: 41,
      subject: subject,
      event: word,
      recordedAt: try Instant(rfc3339: "2026-05-04T13:14:15Z"),
      answer: answer,
      asksAcknowledgement: asks,
      isForReceipt: isForReceipt
    )
    return String(decoding: CloudEvent.json(event, in: epoch, from: source, isDestroyed: isDestroyed), as: UTF8.self)
  }

  // MARK: - Answers

  private static let answers: [String: Answer] = [
    "uitgevoerd": .accepted(.init(alias: subject, revision: 25, state: "interventies", children: ["doel-1"])),
    "unknown-case": .refused(.unknownCase),
    "unknown-command": .refused(.unknownCommand("bestaat-niet")),
    "insufficient-authentication": .refused(.insufficientAuthentication(rule: "Sterker.", levels: ["hoog", "midden"])),
    "not-entitled": .refused(.notEntitled(rule: "«Wegen» is voorbehouden aan: Gemeente.")),
    "invalid": .refused(.invalid([FieldFault(field: "dag", message: "Dag is verplicht.", code: "required")])),
    "stale": .refused(.stale(current: 24)),
    "not-now": .refused(.notNow(rules: ["Nu niet."], possible: ["noteren"], codes: ["not-in-state"])),
    "reused-key": .reusedID,
    "internal-fault": .lapsed,
  ]

  /// The form of each answer, as it is signed.
  static func replies() throws -> [String: String] {
    var members = answers.mapValues { ReplyContent.members($0, begins: false) }
    members["unknown-workflow"] = ReplyContent.members(.refused(.unknownCase), begins: true)
    members["statement-expired"] = ReplyContent.members(Problem(.statementExpired, "Verlopen."), isRepeatable: true)
    members["invalid-statement"] = ReplyContent.members(Problem(.invalidStatement, "De handtekening klopt niet."))
    members["machine"] = ReplyContent.members(Problem(.notEntitled, "Alleen een persoon.", code: Problem.machine))
    members["bevestigd"] = ReplyContent.members(acknowledged: id)
    members["nothing-to-acknowledge"] = ReplyContent.members(.nothingToAcknowledge)
    members["vraag"] = ReplyContent.members(QuestionAnswer(status: 200, body: ["revisie": 25]))
    members["vraag deel"] = ReplyContent.members(QuestionAnswer(status: 200, body: ["revisie": 25]), part: 1)
    members["vraag te groot"] = ReplyContent.members(
      QuestionAnswer(status: 200, body: ["tekst": .string(String(repeating: "x", count: 200_000))])
    )
    members["vraag geweigerd"] = ReplyContent.members(
      QuestionAnswer(status: 404, body: Problem.unknownCase.json)
    )
    let receiver = P256.KeyAgreement.PrivateKey()
    guard let key = ECPublicKey(name: "e", use: .encryption, point: receiver.publicKey.rawRepresentation) else {
      return [:]
    }
    let keys = try MessageKeys(Keyring(text: Keyring.newText(keyName: "test")))
    let content = ReplyContent(keys: keys, service: service)
    let owner = InboxOwner(number: sender, queue: "opdrachten.x")
    return try members.mapValues { members in
      let kind: ReplyContent.Kind = members["status"] != nil && members["uitkomst"] == nil ? .question : .command
      let sealed = try content.content(members, to: id, as: kind, of: owner, for: key)
      let plain = try EncryptedMessage.decrypt(String(decoding: sealed, as: UTF8.self), keys: ["e": receiver])
      let signed = String(decoding: plain, as: UTF8.self)
      let message = try SignedMessage(signed, type: ReplyContent.type, keys: keys.published)
      guard case .object(var said) = try JSONReader.read(Array(message.payload)) else { return "" }
      // When it was signed, and how much was filled up, are no part of the form.
      (said["iat"], said["vulling"]) = (0, .string("-"))
      return JSON.object(said).text
    }
  }

  // MARK: - Commands

  /// Messages of senders: what lies on the broker and what is signed.
  static let commands: [String: (message: String, statement: String)] = [
    "begin": (
      """
      {"specversion":"1.0","id":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","source":"urn:nld:oin:00000099000000000001:systeem:x",\
      "type":"nl.casusregie.opdracht.beginnen","datacontenttype":"application/jose","data":"e30"}
      """,
      """
      {"iss":"00000099000000000001","aud":"urn:nld:oin:00000099000000000000:systeem:casusregie",\
      "jti":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","iat":1795866900,"persoon":"a.b.c",\
      "opdracht":{"werkstroom":"uitleen","opdracht":"aanvragen","grondslag":"wet","velden":{"tekst":"Één","aantal":2}}}
      """
    ),
    "give": (
      """
      {"specversion":"1.0","id":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","source":"urn:nld:oin:00000099000000000001:systeem:x",\
      "type":"nl.casusregie.opdracht.geven","subject":"b73a3c0b-7c71-8c77-aa63-cae685941aa2","time":"2026-11-28T12:00:00Z",\
      "expirytime":"2026-11-28T17:00:00+01:00","datacontenttype":"application/jose","data":"e30","eigen":"ja"}
      """,
      """
      {"iss":"00000099000000000001","aud":"urn:nld:oin:00000099000000000000:systeem:casusregie",\
      "jti":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","iat":1795866900,"casus":"b73a3c0b-7c71-8c77-aa63-cae685941aa2",\
      "expirytime":"2026-11-28T17:00:00+01:00","revisie":24,"na":"7d0f2a44-3c7e-4b0f-9f5c-0a3f9d1c2b11","persoon":"a.b.c",\
      "opdracht":{"opdracht":"noteren","onderdeel":"doel-1","grondslag":null,"velden":{"labels":["a","b"],"leeg":null}}}
      """
    ),
    "vouched": (
      """
      {"specversion":"1.0","id":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","source":"urn:nld:oin:00000099000000000001:systeem:x",\
      "type":"nl.casusregie.opdracht.geven","subject":"b73a3c0b-7c71-8c77-aa63-cae685941aa2",\
      "expirytime":"2026-11-28T17:00:00+01:00","datacontenttype":"application/jose","data":"e30"}
      """,
      """
      {"iss":"00000099000000000001","aud":"urn:nld:oin:00000099000000000000:systeem:casusregie",\
      "jti":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","iat":1795866900,"casus":"b73a3c0b-7c71-8c77-aa63-cae685941aa2",\
      "expirytime":"2026-11-28T17:00:00+01:00","persoonsverklaring":{"sub":"j.jansen","rollen":["balie"]},\
      "opdracht":{"opdracht":"noteren"}}
      """
    ),
    "minimal": (
      """
      {"specversion":"1.0","id":"0D3C6A52-6F2E-4B0C-9C1E-6F9F0B6F2A11","source":"urn:nld:oin:00000099000000000001:systeem:x",\
      "type":"nl.casusregie.opdracht.geven","subject":"B73A3C0B-7C71-8C77-AA63-CAE685941AA2",\
      "datacontenttype":"application/jose","data":"e30"}
      """,
      """
      {"iss":"00000099000000000001","aud":"urn:nld:oin:00000099000000000000:systeem:casusregie",\
      "jti":"0d3c6a52-6f2e-4b0c-9c1e-6f9f0b6f2a11","iat":1795866900,"casus":"b73a3c0b-7c71-8c77-aa63-cae685941aa2",\
      "persoon":"a.b.c","opdracht":{"opdracht":"sluiten"}}
      """
    ),
  ]

  /// What is understood of a message and its statement.
  static func understood(_ message: String, _ statement: String) throws -> String {
    let envelope = try Envelope(Array(message.utf8), owner: sender)
    let signer = P256.Signing.PrivateKey()
    guard let key = ECPublicKey(name: "s", use: .signature, point: signer.publicKey.rawRepresentation) else {
      return ""
    }
    let text = try SignedMessage.sign(Data(statement.utf8), type: MessageKind.give.statement, by: signer, named: "s")
    let signed = try SignedMessage(text, type: MessageKind.give.statement, keys: [key])
    let read = try CommandStatement(signed, in: envelope, owner: sender, audience: service)
    let fields = read.body.fields.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value.text)" }
    let parts: [(String, Any?)] = [
      ("id", envelope.id), ("begins", envelope.begins), ("subject", envelope.subject), ("expires", envelope.expires),
      ("faults", envelope.faults.count), ("workflow", read.body.workflow), ("command", read.body.command),
      ("child", read.body.child), ("ground", read.body.ground), ("fields", fields), ("revision", read.revision),
      ("predecessor", read.predecessor), (read.person.kind, read.person.text),
    ]
    return parts.map { "\($0.0): \($0.1.map { "\($0)" } ?? "none")" }.joined(separator: "; ")
  }
}

extension CommandStatement.Person {
  fileprivate var kind: String { if case .vouched = self { "vouched" } else { "token" } }

  fileprivate var text: String {
    switch self {
    case .token(let token): token
    case .vouched(let person): "\(person.subject) as \(person.roles.sorted().joined(separator: ", "))"
    }
  }
}

extension Input {
  fileprivate var text: String {
    switch self {
    case .string(let text): "text \(text)"
    case .number(let number): "number \(number)"
    case .list(let items): "list (\(items.map(\.text).joined(separator: ", ")))"
    case .null: "nothing"
    case .other: "something else"
    }
  }
}
