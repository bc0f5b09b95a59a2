public import CaseCore
import Crypto
import Foundation

/// An entry of the journal of settings: a proposal, or what became of one.
public struct ConfigurationEntry: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case proposed, approved, rejected, withdrawn
  }

  /// Counts from 1, without gaps.
  public var number: Int64
  public var at: Instant
  public var kind: Kind
  /// The number of the entry that proposed it.
  public var proposal: Int64
  /// Of an approval: the digest of the plan that was approved, in hexadecimal.
  public var plan: String?
  public var content: Content

  /// What is encrypted.
  public struct Content: Sendable, Hashable, Codable {
    /// Who did it, and for which organisation.
    public var subject: String
    public var organisation: String
    /// Empty for an approval and a withdrawal that give none.
    public var reason: String
    /// Of a proposal.
    public var changes: [ConfigurationChange]

    public init(by actor: Actor, reason: String, changes: [ConfigurationChange] = []) {
      subject = actor.subject
      organisation = actor.organisation
      self.reason = reason.composed
      self.changes = changes.map(\.composed)
    }
  }
}

/// A row of the journal of settings.
struct ConfigurationRow {
  var number: Int64
  var recordedAt: Instant
  var kind: String
  var proposal: Int64
  var plan: Data?
  var content: Data
  var previous: Data
  var hash = Data()

  /// The hash that belongs to the row as it is.
  var computedHash: Data {
    var hash = ChainHash("casusregie settings 1")
    hash.add(previous)
    hash.add(number)
    hash.add(recordedAt.microseconds)
    hash.add(kind)
    hash.add(proposal)
    hash.add(plan ?? Data())
    hash.add(Data(SHA256.hash(data: content)))
    return hash.finalize()
  }

  init(_ entry: ConfigurationEntry, after previous: Data, keyring: Keyring) throws(StoreError) {
    number = entry.number
    recordedAt = entry.at
    kind = entry.kind.rawValue
    proposal = entry.proposal
    plan = entry.plan.flatMap(Data.init(hexadecimal:))
    self.previous = previous
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let plain = try? JSONEncoder().encode(entry.content) else {
      throw .corrupt("settings that cannot be written")
    }
    content = try AuthenticatedCipher.seal(plain, key: keyring.administration, at: Self.place(entry.number))
    hash = computedHash
  }

  func entry(keyring: Keyring) throws(StoreError) -> ConfigurationEntry {
    let what = "entry \(number) of the settings"
    let plain = try AuthenticatedCipher.open(content, key: keyring.administration, at: Self.place(number), what)
    guard let kind = ConfigurationEntry.Kind(rawValue: kind),
      // What cannot be read is damaged, whatever the decoder says of it.
      let content = try? JSONDecoder().decode(ConfigurationEntry.Content.self, from: plain)
    else { throw .corrupt(what) }
    return ConfigurationEntry(
      number: number,
      at: recordedAt,
      kind: kind,
      proposal: proposal,
      plan: plan?.hexadecimal,
      content: content
    )
  }

  private static func place(_ number: Int64) -> Data { Data("settings \(number)".utf8) }
}

extension Data {
  var hexadecimal: String {
    map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
  }

  /// - Returns: `nil` when it is not a row of pairs of hexadecimal digits.
  init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue).map(UInt8.init)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    self.init(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }
}
