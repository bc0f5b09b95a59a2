package import Foundation

/// What somebody was answered who began a case and may know nothing more of it. It stays as it was, whatever becomes of the case.
package enum SubmissionReceipt {
  /// Encrypted with a key of the service: the case's own goes when the case does.
  package static func seal(_ accepted: Answer.Accepted, as id: UUID, keyring: Keyring) throws(StoreError) -> Data {
    try AuthenticatedCipher.seal(ContentCoder.encode(Answer.accepted(accepted)), key: keyring.answers, at: place(id))
  }

  package static func open(_ sealed: Data, as id: UUID, keyring: Keyring) throws(StoreError) -> Answer.Accepted {
    let plain = try AuthenticatedCipher.open(sealed, key: keyring.answers, at: place(id), "a receipt")
    guard case .accepted(let accepted) = try ContentCoder.decode(Answer.self, from: plain) else {
      throw .corrupt("a receipt of nothing")
    }
    return accepted
  }

  /// Nothing that is encrypted elsewhere with the same key can be put in its place.
  private static func place(_ id: UUID) -> Data { Data("receipt \(id.uuidString)".utf8) }
}
