import CaseCore
import Crypto
import Foundation
import StoreBase

/// A row of the journal of settings: what anyone with the table may read, and the encrypted rest.
///
/// Its seal covers every column, and its content can only be opened with the columns that it was written with; so whoever has
/// the database alone changes none of them unseen. Rows of before there were seals have none: their chain leads to a sealed
/// row or to the sealed head.
package struct SettingsRow: Equatable {
  var number: Int64
  var recordedAt: Instant
  var kind: String
  var proposal: Int64
  var plan: Data?
  var content = Data()
  var previous: Data
  var hash = Data()
  /// `nil` in a row of before there were seals.
  var seal: Data?

  init(_ entry: SettingsEntry, after previous: Data, keyring: Keyring) throws(StoreError) {
    number = entry.number
    recordedAt = entry.at
    kind = entry.kind.rawValue
    proposal = entry.proposal
    plan = entry.plan.flatMap(Data.init(hexadecimal:))
    self.previous = previous
    // Replaced below; a row that has a seal has another place than one that has none.
    seal = Data()
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let plain = try? JSONEncoder().encode(entry.content) else {
      throw .corrupt("settings that cannot be written")
    }
    content = try AuthenticatedCipher.seal(plain, key: keyring.administration, at: place)
    hash = computedHash
    seal = keyring.seal(self)
  }

  /// - Throws: ``StoreError/laterRelease(_:)`` when it is as it was written and says more than this release can know.
  func entry(keyring: Keyring) throws(StoreError) -> SettingsEntry {
    let what = "entry \(number) of the settings"
    let plain = try AuthenticatedCipher.open(content, key: keyring.administration, at: place, what)
    guard let kind = SettingsEntry.Kind(rawValue: kind) else { throw .corrupt(what) }
    let content: SettingsEntry.Content
    do { content = try JSONDecoder().decode(SettingsEntry.Content.self, from: plain) } catch {
      // What cannot be read otherwise is damaged, whatever the decoder says of it.
      throw (error as? UnknownMember).map { .laterRelease("\(what), \($0)") } ?? .corrupt(what)
    }
    return SettingsEntry(
      number: number,
      at: recordedAt,
      kind: kind,
      proposal: proposal,
      plan: plan?.hexadecimal,
      content: content
    )
  }

  /// The hash that belongs to the row as it is.
  var computedHash: Data {
    var hash = columns("casusregie settings 1")
    hash.add(Data(SHA256.hash(data: content)))
    return hash.finalize()
  }

  /// What its seal is made of: it does without the content, so that a damaged content does not make the rest doubtful.
  var sealed: Data {
    var hash = columns("casusregie settings seal 1")
    hash.add(self.hash)
    return hash.finalize()
  }

  /// To what the content is bound.
  var place: Data {
    seal == nil ? Data("settings \(number)".utf8) : columns("casusregie settings place 2").finalize()
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
