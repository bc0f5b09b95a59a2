import CaseCore
import Foundation
import JOSE

@testable import CaseDoor
@testable import StoreBase

/// Hashes, keyed hashes and seals, of which the program makes its own and compares.
extension KeptBytes {
  static let allHashed = ids + hashedOfCases + ofDirectory + ofLedgers

  private static let alias = UUID(uuid: (9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9))
  private static let actor = Actor(subject: "p", organisation: organisation, roles: ["r"])
  private static let moment = Instant(microseconds: 1_795_866_900_000_000)

  private static let ids: [KeptBytes] = [
    hashed("alias") { keyring.alias(of: id, for: organisation).data },
    hashed("id of a deadline") { keyring.deadlineID(DeadlineName("d", child: "c-1"), of: alias).data },
    hashed("fingerprint") { keyring.fingerprint(of: ["a", ""]) },
    hashed("owner of a calendar") { keyring.feedOwner(actor) },
    hashed("secret of a calendar") { keyring.feedHash("s") },
    hashed("name of a queue") { Data(keyring.queueHandle(of: organisation).utf8) },
    hashed("id of a begun case") { keyring.caseID(begunBy: organisation, id: "1").data },
    hashed("id of a command") { ReceiptKey.id(of: "1", by: organisation, keyring) },
    hashed("digest of a command") { try receipt(of: command).digest },
    hashed("digest of a command that begins a case") { try receipt(of: command, to: .newCase(workflow: "w")).digest },
  ]

  private static let command = Command(
    cause: .command(name: "c", by: actor),
    child: "c-1",
    fields: ["a": .string("x"), "b": .number(2), "c": .list([.string("y"), .null])],
    ground: "g",
    expectedRevisions: [3, 4]
  )

  private static func receipt(of command: Command, to target: Submission.Target = .alias(alias)) throws -> ReceiptKey {
    guard let key = ReceiptKey(Submission(target: target, command: command, id: "1"), keyring: keyring) else {
      throw StoreError.corrupt("a command without an id")
    }
    return key
  }

  private static let hashedOfCases: [KeptBytes] = [
    hashed("entry of a command") { row(.command("c"), by: actor, eventsHash: digest).hash },
    hashed("entry of a deadline") { row(.deadline("d", timer: 1, due: moment), by: nil, eventsHash: digest).hash },
    hashed("entry of before events had a hash") { row(.command("c"), by: actor, eventsHash: nil).hash },
    hashed("who was told") { told.digest },
    hashed("seal of a running case") { seal(.counted(2)) },
    hashed("seal of a destroyed case") { seal(.destroyed(record: digest)) },
    hashed("seal of before, running") { seal(.plain(isErased: false)) },
    hashed("seal of before, destroyed") { seal(.plain(isErased: true)) },
    hashed("record of a destruction, digest") { DestructionRecord.digest(of: digest) },
  ]

  private static let told = EventsHash([
    .init(organisation: organisation, event: "e"),
    .init(organisation: organisation, event: "f", asksAcknowledgement: true),
  ])

  private static func seal(_ form: SealForm) -> Data { keyring.seal(caseID: id, revision: 7, head: digest, as: form) }

  private static func row(_ cause: Entry.Cause, by actor: Actor?, eventsHash: Data?) -> JournalRow {
    let entry = Entry(
      revision: 7,
      at: moment,
      cause: cause,
      child: "c-1",
      actor: actor,
      role: actor.map { _ in "r" },
      ground: "g",
      from: "a",
      to: "b",
      audience: ["r", "s"],
      fields: [:],
      changes: []
    )
    var row = JournalRow(entry, of: id, content: digest, eventsHash: digest, after: digest)
    row.eventsHash = eventsHash
    row.hash = row.computedHash()
    return row
  }

  private static let known = Organisation(number: organisation, name: "n", region: "r", roles: ["b", "a"])

  private static let ofDirectory: [KeptBytes] = [
    hashed("organisation") { DirectoryJournal.Subject(known).digest },
    hashed("removed organisation") { DirectoryJournal.Subject(removed: known, account: digest).digest },
    hashed("ended acknowledgement") {
      DirectoryJournal.Subject(closed: id, of: organisation, account: digest).digest
    },
    hashed("entry of the directory") { entry(on: nil).ownSeal(by: keyring) },
    hashed("entry of the directory, on an approval") { entry(on: 3).ownSeal(by: keyring) },
    hashed("merger") { Merger.seal(organisation, into: "x", proposal: 3, keyring: keyring) },
    hashed("key of a partner") { try partnerKey(endedAt: nil) },
    hashed("ended key of a partner") { try partnerKey(endedAt: moment) },
  ]

  private static func entry(on proposal: Int64?) -> DirectoryJournal.Entry {
    DirectoryJournal.Entry(
      number: 7,
      recordedAt: moment,
      kind: "organisation",
      name: organisation,
      digest: digest,
      previous: digest,
      proposal: proposal
    )
  }

  private static func partnerKey(endedAt: Instant?) throws -> Data {
    // The point that P-256 itself begins from (SEC 2, 2.4.2).
    let point = Data(
      hexadecimal: "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )
    guard let key = point.flatMap({ ECPublicKey(name: "k", use: .signature, point: $0) }) else {
      throw StoreError.corrupt("a key that is no point")
    }
    return PartnerKeyStore.Row(key: key, registeredAt: moment, endedAt: endedAt).seal(organisation, keyring)
  }

  private static let ofLedgers = [SealedLedger.settings, .administration].flatMap { ledger in
    [
      hashed("entry of \(ledger.rawValue), hash") { try ledgerRow(in: ledger).computedHash },
      hashed("entry of \(ledger.rawValue), seal") {
        var row = try ledgerRow(in: ledger)
        row.hash = digest
        return keyring.seal(row)
      },
      hashed("end of \(ledger.rawValue)") {
        keyring.seal(LedgerHead(of: ledger, number: 7, hash: digest, revision: 2))
      },
    ]
  }

  private static func ledgerRow(in ledger: SealedLedger) throws -> LedgerRow {
    var row = try row(in: ledger, "")
    row.content = digest
    return row
  }
}
