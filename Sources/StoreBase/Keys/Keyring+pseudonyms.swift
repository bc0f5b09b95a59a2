package import CaseCore
import Crypto
package import Foundation

extension Keyring {
  /// The id under which an organisation knows a case. Without the secret, two such ids cannot be told to be of one case.
  package func alias(of caseID: UUID, for organisation: String) -> UUID {
    var code = HMAC<SHA256>(key: aliases)
    withUnsafeBytes(of: caseID.uuid) { code.update(data: Data($0)) }
    code.update(data: Data(organisation.utf8))
    return Self.id(Data(code.finalize()))
  }

  /// Refuses a row that gives an organisation the case of another id: ids that were put in each other's place would have a
  /// command recorded in the wrong case.
  package func require(_ alias: UUID, of caseID: UUID, for organisation: String) throws(StoreError) {
    guard alias == self.alias(of: caseID, for: organisation) else { throw .corrupt("the id of a case") }
  }

  /// What names a deadline of a case where its own name may not be told. Without the secret nobody can try the names of
  /// deadlines until one fits.
  package func deadlineID(_ name: DeadlineName, of alias: UUID) -> UUID {
    Self.id(code(deadlines, [alias.uuidString, name.description]))
  }

  static func id(_ code: Data) -> UUID {
    code.withUnsafeBytes { bytes in
      var id = bytes.loadUnaligned(as: uuid_t.self)
      // Version 8 (RFC 9562): an id by its maker's own method.
      id.6 = id.6 & 0x0f | 0x80
      id.8 = id.8 & 0x3f | 0x80
      return UUID(uuid: id)
    }
  }

  /// Differs when one of the texts does; see ``CaseReader/fingerprint(of:)``.
  package func fingerprint(of texts: [String]) -> Data { code(feeds, ["fingerprint"] + texts) }

  /// By what a person finds the calendar addresses that they made.
  package func feedOwner(_ actor: Actor) -> Data { code(feeds, ["owner", actor.organisation, actor.subject]) }

  /// By what a calendar address is found when it is used.
  package func feedHash(_ secret: String) -> Data { code(feeds, ["secret", secret]) }

  /// What the names of an organisation's queues end in: 128 bits, as 32 hexadecimal digits. The broker tells whoever knows the
  /// name of a queue how many messages and readers it has, so nobody may guess one. It is the same at every call: registering
  /// that broke off is completed, and leaves nothing behind that nobody knows of.
  package func queueHandle(of organisation: String) -> String {
    code(queueNames, [organisation]).prefix(16).hexadecimal
  }

  /// What a sender's id for a command is remembered by.
  package func receiptID(sender: String, id: String) -> Data { code(receipts, [sender, id]) }

  /// The id of the case that an organisation begins by a command with this id.
  package func caseID(begunBy organisation: String, id: String) -> UUID {
    Self.id(code(receipts, ["case", organisation, id]))
  }

  /// What tells one command from another under the same id.
  package func receiptDigest(_ parts: [String]) -> Data { code(receipts, parts) }

  /// Shows that an entry of the journal of the directory is the service's own.
  func directorySeal(_ hash: Data) -> Data { Data(HMAC<SHA256>.authenticationCode(for: hash, using: directory)) }

  /// Shows that a case's last entry is its last, and what else the row of the case says: only who has the secret can make it.
  package func seal(caseID: UUID, revision: Int64, head: Data, as form: SealForm) -> Data {
    var code = HMAC<SHA256>(key: seals)
    withUnsafeBytes(of: caseID.uuid) { code.update(data: Data($0)) }
    withUnsafeBytes(of: revision.bigEndian) { code.update(data: Data($0)) }
    code.update(data: head)
    code.update(data: form.bytes)
    return Data(code.finalize())
  }

  /// A keyed hash over texts, each preceded by its length so that no two lists of texts run together.
  func code(_ key: SymmetricKey, _ parts: [String]) -> Data {
    var code = HMAC<SHA256>(key: key)
    for part in parts {
      withUnsafeBytes(of: UInt64(part.utf8.count).bigEndian) { code.update(data: Data($0)) }
      code.update(data: Data(part.utf8))
    }
    return Data(code.finalize())
  }
}
