public import CaseCore
import Crypto
package import Foundation

/// What remains to be read of a case whose content was destroyed: that it was, by whose decision, on which ground, and who
/// confirmed that theirs is destroyed too.
///
/// It says nothing about the person that the case was about. Who decided are people as well, so it is encrypted; under a key
/// of the service, for the case's own is destroyed in the same transaction.
///
/// As JSON with the members of `CodingKeys`, here and in the types in it, of which none is renamed or taken away. It is written
/// once in the life of a case and read for ever, so what is added is optional and a reader passes over what it does not know.
public struct DestructionRecord: Sendable, Hashable, Codable {
  /// The entry of the journal with which the content was destroyed.
  public var revision: Int64
  public var at: Instant
  public var workflow: String
  public var version: String
  public var region: String
  /// The state that the case ended in.
  public var state: String
  public var command: String
  public var ground: String
  /// Who gave the command.
  public var completed: Act
  /// The votes by which the case came into the state in which it was destroyed.
  public var decided: [Act]
  /// Who was asked, in that state, to destroy what they have, and what came of it.
  public var recipients: [Recipient]
  /// The command's fields that the workflow does not call personal, such as the declaration.
  public var fields: [String: Value]
  /// Who may read it.
  package var readers: [Reader]

  private enum CodingKeys: String, CodingKey {
    case revision, at, workflow, version, region, state, command, ground
    case completed, decided, recipients, fields, readers
  }

  /// What one person did.
  public struct Act: Sendable, Hashable, Codable {
    public var organisation: String
    public var role: String
    /// See ``CaseCore/Actor/subject``. Personal.
    public var person: String
    public var at: Instant
    public var ground: String
    /// Of a vote: the joint decision, and what was voted.
    public var decision: String?
    public var option: String?

    private enum CodingKeys: String, CodingKey {
      case organisation, role, person, at, ground, decision, option
    }
  }

  /// An organisation that had the data too, with the child of the case in which it answers for that.
  public struct Recipient: Sendable, Hashable, Codable {
    public var organisation: String
    public var child: String
    public var machine: String
    public var state: String
    /// Since when it is in that state.
    public var since: Instant

    private enum CodingKeys: String, CodingKey {
      case organisation, child, machine, state, since
    }
  }

  /// An organisation that took part, or whose task is oversight.
  package struct Reader: Sendable, Hashable, Codable {
    package var organisation: String
    /// The roles in which its people read: one of them must act, and the directory must still give it.
    package var roles: Set<String>
    /// Those of them in which they read all of it.
    package var all: Set<String>
    /// The revision that the organisation was shown last; none in a record of an earlier release.
    package var revision: Int64?

    private enum CodingKeys: String, CodingKey {
      case organisation, roles, all, revision
    }
  }
}

extension DestructionRecord {
  /// Encrypted, and bound to the entry that it is about.
  package func sealed(caseID: UUID, head: Data, keyring: Keyring) throws(StoreError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let plain = try? encoder.encode(self) else { throw .corrupt("a record of a destruction") }
    return try AuthenticatedCipher.seal(plain, key: keyring.destructions, at: Self.place(caseID, head))
  }

  package init(sealed: Data, caseID: UUID, head: Data, keyring: Keyring) throws(StoreError) {
    let what = "the record of a destruction"
    let plain = try AuthenticatedCipher.open(
      sealed,
      key: keyring.destructions,
      at: Self.place(caseID, head),
      what
    )
    // What cannot be read is damaged, whatever the decoder says of it.
    guard let record = try? JSONDecoder().decode(Self.self, from: plain) else { throw .corrupt(what) }
    self = record
  }

  /// What the seal of the case says of it.
  package static func digest(of sealed: Data) -> Data { Data(SHA256.hash(data: sealed)) }

  private static func place(_ caseID: UUID, _ head: Data) -> Data {
    Data("destruction \(caseID.uuidString) ".utf8) + head
  }
}
