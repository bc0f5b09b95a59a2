import CaseCore
import Foundation

@testable import CaseDoor
@testable import CaseReading
@testable import DeadlineAdministration
@testable import Outbox
@testable import StoreBase

/// What is encrypted, each bound to its place.
extension KeptBytes {
  static let allSealed = sealedOfCases + ofAdministration + accounts

  private static let plain = Data("x".utf8)

  /// A case of which anyone may know the key.
  private static func cipher() throws -> CaseCipher {
    let place = withUnsafeBytes(of: id.uuid) { Data($0) }
    let wrapped = try AuthenticatedCipher.seal(digest, key: keyring.wrappingKey("a"), at: place)
    return try CaseCipher(id, wrapped: wrapped, by: "a", keyring: keyring)
  }

  private static let sealedOfCases: [KeptBytes] = [
    KeptBytes(name: "key of a case") {
      try cipher().wrapped(by: keyring)
    } isTaken: {
      let own = try CaseCipher(id, wrapped: $0, by: "a", keyring: keyring)
      return try cipher().open(own.seal(plain, as: .entry, revision: 1), as: .entry, revision: 1) == plain
    },
    sealed("entry", plain) {
      try cipher().seal($0, as: .entry, revision: 7)
    } open: {
      try cipher().open($0, as: .entry, revision: 7)
    },
    sealed("snapshot", plain) {
      try cipher().seal($0, as: .snapshot, revision: 7)
    } open: {
      try cipher().open($0, as: .snapshot, revision: 7)
    },
    sealed("answer", Answer.reusedID) {
      try AuthenticatedCipher.seal(ContentCoder.encode($0), key: keyring.answers, at: digest)
    } open: {
      try ReceiptKey.answer($0, at: digest, keyring)
    },
    sealed("receipt", Answer.Accepted(alias: id, revision: 1, state: "x", children: [])) {
      try SubmissionReceipt.seal($0, as: id, keyring: keyring)
    } open: {
      try SubmissionReceipt.open($0, as: id, keyring: keyring)
    },
    sealed("record of a destruction", record) {
      try $0.sealed(caseID: id, head: digest, keyring: keyring)
    } open: {
      try DestructionRecord(sealed: $0, caseID: id, head: digest, keyring: keyring)
    },
  ]

  private static let record = DestructionRecord(
    revision: 1,
    at: .init(microseconds: 1),
    workflow: "w",
    version: "1.0.0",
    region: "r",
    state: "s",
    command: "c",
    ground: "g",
    completed: .init(organisation: "o", role: "r", person: "p", at: .init(microseconds: 1), ground: "g"),
    decided: [],
    recipients: [],
    fields: [:],
    readers: []
  )

  private static let ofAdministration: [KeptBytes] = [
    sealed("calendar address", "p") {
      try CalendarFeedStore.Content(subject: $0, organisation: "o", role: "r").sealed(as: id, keyring)
    } open: {
      try CalendarFeedStore.Content($0, as: id, keyring).subject
    },
    sealed("approved plan", 0) { _ in
      try KeptPlan().sealed(for: 3, keyring: keyring)
    } open: {
      let plain = try AuthenticatedCipher.open($0, key: keyring.administration, at: KeptPlan.place(3, ""), "a plan")
      return try JSONDecoder().decode(KeptPlan.self, from: plain).items.count
    },
    ledgerContent(of: .settings),
    ledgerContent(of: .administration),
    sealed("dead letter", plain) {
      try AuthenticatedCipher.seal(
        $0,
        key: keyring.administration,
        at: DeadLetterStore.place(organisation, digest)
      )
    } open: {
      try AuthenticatedCipher.open(
        $0,
        key: keyring.administration,
        at: DeadLetterStore.place(organisation, digest),
        "a dead letter"
      )
    },
  ]

  private static func ledgerContent(of ledger: SealedLedger) -> KeptBytes {
    sealed("entry of \(ledger.rawValue)", "x") {
      try row(in: ledger, $0).content
    } open: {
      var row = try row(in: ledger, "")
      row.content = $0
      return try row.content(String.self, keyring: keyring)
    }
  }

  static func row(in ledger: SealedLedger, _ content: String) throws -> LedgerRow {
    try LedgerRow(
      in: ledger,
      number: 7,
      at: .init(microseconds: 1),
      kind: "approved",
      proposal: 3,
      plan: digest.hexadecimal,
      content: content,
      after: digest,
      keyring: keyring
    )
  }

  private static let account = StoredAccount(by: "x", reason: "y")

  private static let accounts: [KeptBytes] = [
    sealed("account of an end of an acknowledgement", account) {
      try ClosedAcknowledgement.account(of: id, by: $0.by, reason: $0.reason ?? "", keyring: keyring)
    } open: {
      let read = try ClosedAcknowledgement.read($0, of: id, keyring: keyring)
      return StoredAccount(by: read.by, reason: read.reason)
    },
    account("a removal", at: OrganisationStore.place(organisation)),
    account("a dead letter that was dropped", at: DeadLetterStore.place(of: .dropped, 7)),
    account("a dead letter that was shown", at: DeadLetterStore.place(of: .shown, 7)),
  ]

  private static func account(_ what: String, at place: Data) -> KeptBytes {
    sealed("account of \(what)", account) {
      try $0.sealed(at: place, keyring: keyring)
    } open: {
      try StoredAccount($0, at: place, keyring: keyring, what)
    }
  }
}
