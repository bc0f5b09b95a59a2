import CaseCore
import Foundation
import Postgres
import StoreBase

/// Under what the answer to a command is remembered, and how a repetition is told from another command.
struct ReceiptKey {
  let id: Data
  let digest: Data
  /// As it was remembered until release 0.2.0: for each person apart, so that a key meant two commands when two people used it.
  /// It is looked for as long as answers of then are kept.
  private let former: (id: Data, digest: Data)
  private let keyring: Keyring

  /// - Returns: `nil` for a command without an id of its sender's: the clock's, whose timers fire once by themselves.
  init?(_ submission: Submission, keyring: Keyring) {
    guard let id = submission.id, case .command(let name, let actor) = submission.command.cause else { return nil }
    self.keyring = keyring
    self.id = Self.id(of: id, by: actor.organisation, keyring)
    let command = submission.command
    let parts =
      [submission.target.text, name, command.child ?? "", command.ground ?? "", Self.text(command.expectedRevisions)]
      + command.fields.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value.text] }
    digest = keyring.receiptDigest([actor.subject] + (actor.isVouched ? ["vouched"] : []) + parts)
    former = (
      keyring.receiptID(sender: "\(actor.organisation) \(actor.subject)", id: id), keyring.receiptDigest(parts)
    )
  }

  /// Under what an organisation's id of a command is remembered.
  static func id(of id: String, by organisation: String, _ keyring: Keyring) -> Data {
    keyring.receiptID(sender: organisation, id: id)
  }

  /// One revision as it has always been written, whatever else is possible by now.
  private static func text(_ revisions: Set<Int64>?) -> String {
    revisions?.sorted().map(String.init).joined(separator: ",") ?? "0"
  }

  func select() -> Statement { Self.selectByID.bind(id, former.id) }

  func row(_ answer: Answer, at moment: Instant) throws(StoreError) -> ReceiptRow {
    let plain = ContentCoder.encode(answer)
    let sealed = try AuthenticatedCipher.seal(plain, key: keyring.answers, at: id)
    return ReceiptRow(id: id, digest: digest, answer: sealed, recordedAt: moment)
  }

  /// The answer in a row of ``select()``: the one that was given, unless this is another command.
  func answer(_ row: Row) throws -> Answer {
    let isFormer = try row[0, as: Data.self] == former.id
    guard try row[1, as: Data.self] == (isFormer ? former.digest : digest) else { return .reusedID }
    return try Self.answer(row[2], at: isFormer ? former.id : id, keyring)
  }

  static func answer(_ sealed: Data, at id: Data, _ keyring: Keyring) throws -> Answer {
    let plain = try AuthenticatedCipher.open(sealed, key: keyring.answers, at: id, "the answer to a command")
    return try ContentCoder.decode(Answer.self, from: plain)
  }

  private static let selectByID = PreparedQuery("select id, digest, answer from receipt where id in ($1, $2)")
}

extension Submission.Target {
  /// Different for different targets.
  fileprivate var text: String {
    switch self {
    case .newCase(let workflow): "workflow \(workflow)"
    case .alias(let id): "alias \(id)"
    }
  }
}

extension Input {
  /// Different for different inputs: a list gives the length of each part.
  fileprivate var text: String {
    switch self {
    case .string(let text): "s\(text)"
    case .number(let number): "n\(number)"
    case .list(let items): items.reduce(into: "l") { $0 += "\($1.text.utf8.count) \($1.text)" }
    case .null: ""
    case .other: "o"
    }
  }
}
