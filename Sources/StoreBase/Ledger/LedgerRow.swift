package import CaseCore
import Crypto
package import Foundation

/// An entry of a ledger as it is stored: what anyone with the table may read, and the encrypted rest.
///
/// Its seal covers every column, and its content can only be opened with the columns that it was written with; so whoever has
/// the database alone changes none of them unseen. Rows of settings of before there were seals have none: their chain leads to
/// a sealed row or to the sealed head.
package struct LedgerRow: Equatable, Sendable {
  package let ledger: SealedLedger
  package var number: Int64
  package var recordedAt: Instant
  package var kind: String
  /// The number of the entry that it is about.
  package var proposal: Int64
  package var plan: Data?
  package var content = Data()
  package var previous: Data
  package var hash = Data()
  /// `nil` in a row of before there were seals.
  package var seal: Data?

  /// An entry after those that there are.
  /// - Parameters:
  ///   - plan: the digest of a plan, in hexadecimal.
  ///   - value: what is encrypted, as JSON.
  package init(
    in ledger: SealedLedger,
    number: Int64,
    at moment: Instant,
    kind: String,
    proposal: Int64,
    plan: String?,
    content value: some Encodable,
    after previous: Data,
    keyring: Keyring
  ) throws(StoreError) {
    self.ledger = ledger
    self.number = number
    recordedAt = moment
    self.kind = kind
    self.proposal = proposal
    self.plan = plan.flatMap(Data.init(hexadecimal:))
    self.previous = previous
    // Replaced below; a row that has a seal has another place than one that has none.
    seal = Data()
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let plain = try? JSONEncoder().encode(value) else { throw .corrupt("\(what), which cannot be written") }
    content = try AuthenticatedCipher.seal(plain, key: keyring.administration, at: place)
    hash = computedHash
    seal = keyring.seal(self)
  }

  /// What names it in an error.
  package var what: String { "entry \(number) of the \(ledger.rawValue)" }

  /// What was encrypted.
  /// - Throws: ``StoreError/corrupt(_:)`` when it is not as it was written.
  package func plain(keyring: Keyring) throws(StoreError) -> Data {
    try AuthenticatedCipher.open(content, key: keyring.administration, at: place, what)
  }

  /// What was encrypted, as the value that it is the JSON of.
  /// - Throws: ``StoreError/laterRelease(_:)`` when it is as it was written and says more than this release can know.
  package func content<Content: Decodable>(_ type: Content.Type, keyring: Keyring) throws(StoreError) -> Content {
    let plain = try plain(keyring: keyring)
    do { return try JSONDecoder().decode(type, from: plain) } catch {
      // What cannot be read otherwise is damaged, whatever the decoder says of it.
      throw (error as? UnknownMember).map { .laterRelease("\(what), \($0)") } ?? .corrupt(what)
    }
  }

  /// The hash that belongs to the row as it is.
  package var computedHash: Data {
    var hash = columns("casusregie \(ledger.rawValue) 1")
    hash.add(Data(SHA256.hash(data: content)))
    return hash.finalize()
  }

  /// What its seal is made of: it does without the content, so that a damaged content does not make the rest doubtful.
  var sealed: Data {
    var hash = columns("casusregie \(ledger.rawValue) seal 1")
    hash.add(self.hash)
    return hash.finalize()
  }

  /// To what the content is bound.
  package var place: Data {
    seal == nil
      ? Data("\(ledger.rawValue) \(number)".utf8) : columns("casusregie \(ledger.rawValue) place 2").finalize()
  }

  private func columns(_ purpose: String) -> ChainHash {
    var hash = ChainHash(purpose)
    hash.add(previous)
    hash.add(number)
    hash.add(recordedAt.microseconds)
    hash.add(kind)
    hash.add(proposal)
    hash.add(plan ?? Data())
    return hash
  }
}
