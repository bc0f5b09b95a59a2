public import CaseCore
import Foundation
import StoreBase

/// An entry of the ledger: a proposal, what became of one, or what was done at once.
public struct RightsEntry: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case proposed, approved, rejected, withdrawn
    /// Done at once, by one: it took rights away, or nobody could wait. An ``approved`` entry about it is the confirmation of a second.
    case recorded
  }

  /// Counts from 1, without gaps.
  public var number: Int64
  public var at: Instant
  public var kind: Kind
  /// The number of the entry that it is about: its own, for a proposal and what was done at once.
  public var proposal: Int64
  /// Of an approval: the digest of the plan that was approved, in hexadecimal.
  public var plan: String?
  public var content: Content

  /// What is encrypted.
  public struct Content: Sendable, Hashable {
    /// Who did it, and for which organisation.
    public var subject: String
    public var organisation: String
    /// Empty for an approval and a withdrawal, and where none was given.
    public var reason: String
    /// Of a proposal, and of what was done at once.
    public var change: RightsChange?
    /// Of an approval: what was approved, to be read later.
    public var plan: RightsPlan?

    package init(
      subject: String,
      organisation: String,
      reason: String,
      change: RightsChange? = nil,
      plan: RightsPlan? = nil
    ) {
      (self.subject, self.organisation, self.reason) = (subject.composed, organisation, reason.composed)
      (self.change, self.plan) = (change, plan)
    }
  }
}

/// Kept as an object with these members, and no others.
extension RightsEntry.Content: Codable {
  private enum CodingKeys: String, CodingKey {
    case subject, organisation, reason, change, plan
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    subject = try members.decode(String.self, forKey: .subject)
    organisation = try members.decode(String.self, forKey: .organisation)
    reason = try members.decode(String.self, forKey: .reason)
    change = try members.decodeIfPresent(RightsChange.self, forKey: .change)
    plan = try members.decodeIfPresent(RightsPlan.self, forKey: .plan)
  }
}

extension RightsEntry {
  func row(after previous: Data, keyring: Keyring) throws(StoreError) -> LedgerRow {
    try LedgerRow(
      in: .administration,
      number: number,
      at: at,
      kind: kind.rawValue,
      proposal: proposal,
      plan: plan,
      content: content,
      after: previous,
      keyring: keyring
    )
  }

  /// - Throws: ``StoreBase/StoreError/laterRelease(_:)`` when it is as it was written and says more than this release can know.
  init(_ row: LedgerRow, keyring: Keyring) throws(StoreError) {
    content = try row.content(Content.self, keyring: keyring)
    guard let kind = Kind(rawValue: row.kind) else { throw .corrupt(row.what) }
    (number, at, proposal) = (row.number, row.recordedAt, row.proposal)
    self.kind = kind
    plan = row.plan?.hexadecimal
    let isAboutSomething = kind == .proposed || kind == .recorded
    guard isAboutSomething == (content.change != nil) else { throw .corrupt(row.what) }
  }
}
