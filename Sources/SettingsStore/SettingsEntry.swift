public import CaseCore

/// An entry of the journal of settings: a proposal, or what became of one.
public struct SettingsEntry: Sendable, Hashable {
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

  package init(number: Int64, at: Instant, kind: Kind, proposal: Int64, plan: String?, content: Content) {
    self.number = number
    self.at = at
    self.kind = kind
    self.proposal = proposal
    self.plan = plan
    self.content = content
  }

  /// What is encrypted.
  public struct Content: Sendable, Hashable {
    /// Who did it, and for which organisation.
    public var subject: String
    public var organisation: String
    /// Empty for an approval and a withdrawal that give none.
    public var reason: String
    /// Of a proposal.
    public var changes: [SettingsChange]

    public init(by actor: Actor, reason: String, changes: [SettingsChange] = []) {
      subject = actor.subject
      organisation = actor.organisation
      self.reason = reason.composed
      self.changes = changes.map(\.composed)
    }
  }
}

/// Kept as an object with these members, and no others: see ``CaseCore/SettingsChange``.
extension SettingsEntry.Content: Codable {
  private enum CodingKeys: String, CodingKey {
    case subject, organisation, reason, changes
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    subject = try members.decode(String.self, forKey: .subject)
    organisation = try members.decode(String.self, forKey: .organisation)
    reason = try members.decode(String.self, forKey: .reason)
    changes = try members.decode([SettingsChange].self, forKey: .changes)
  }
}
