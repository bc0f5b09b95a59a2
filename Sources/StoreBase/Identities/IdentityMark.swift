import CaseCore
import Crypto
package import Foundation

/// What another case about the same person is found by: hashes of the person's name and date of birth, under a key of the service. It is kept
/// encrypted under the case's own key, so that in the database no two marks have anything in common, and none outlives the content of its case.
///
/// Why it is so: docs/decisions/0066-who-is-known-from-sealed-marks.md.
package struct IdentityMark: Hashable {
  /// The identity of the workflow that it is of: see ``CaseCore/IdentityMatch``.
  package var subject: String
  /// See ``NameRules/version``.
  package var rules: Int
  /// 128 bits each. Two marks with one in common may be of one person.
  package var hashes: Set<UUID>

  package init(subject: String, rules: Int, hashes: Set<UUID>) {
    (self.subject, self.rules, self.hashes) = (subject, rules, hashes)
  }

  /// - Parameters:
  ///   - subject: of the workflow.
  ///   - workflow: its key: cases of another process are about somebody else's task.
  package init(_ person: RecordedPerson, subject: String, workflow: String, keyring: Keyring) {
    let hashes = person.forms.map { keyring.identityHash([workflow, subject, "\(NameRules.version)", $0]) }
    self.init(subject: subject, rules: NameRules.version, hashes: Set(hashes))
  }

  /// Whether it is found by anything: too little may be known of the person.
  package var isEmpty: Bool { hashes.isEmpty }

  /// The same for the same mark, and for no other.
  var digest: String { sorted.map(\.uuidString).joined() }

  var sorted: [UUID] { hashes.sorted { $0.uuidString < $1.uuidString } }

  package func sealed(by cipher: CaseCipher) throws(StoreError) -> Data {
    try cipher.seal(ContentCoder.encoded(self), as: .identity, revision: 0)
  }

  /// - Parameter subject: as its row says.
  package static func open(_ sealed: Data, of subject: String, by cipher: CaseCipher) throws(StoreError) -> IdentityMark
  {
    let mark = try ContentCoder.decoded(IdentityMark.self, from: cipher.open(sealed, as: .identity, revision: 0))
    guard mark.subject == subject else { throw .corrupt("the mark of another identity") }
    return mark
  }
}

extension IdentityMark: Message {
  package func write(to writer: inout MessageWriter) {
    writer.write(1, subject)
    writer.write(2, rules)
    writer.write(3, each: sorted)
  }

  package init(from reader: inout MessageReader) throws(StoreError) {
    self.init(subject: "", rules: 0, hashes: [])
    while let number = try reader.next() {
      switch number {
      case 1: subject = try reader.read()
      case 2: rules = try reader.read()
      case 3: hashes.insert(try reader.read())
      default: try reader.skip()
      }
    }
  }
}

extension Keyring {
  func identityHash(_ texts: [String]) -> UUID { Self.id(code(identities, ["hash"] + texts)) }

  /// What is remembered in one case of having been told of another. It differs for the two cases, so that the database does not show which two
  /// belong together, and when the mark of either changes.
  package func identityPair(
    of caseID: UUID,
    _ mark: IdentityMark,
    with otherID: UUID,
    _ other: IdentityMark
  ) -> Data {
    code(identities, ["pair", caseID.uuidString, otherID.uuidString, mark.subject, mark.digest, other.digest])
  }
}
