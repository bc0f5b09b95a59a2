public import CaseCore

/// A proposal to change the rights of an organisation or what cases go by, and what became of it.
public struct RightsProposal: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case open
    case approved(RightsEntry)
    case rejected(RightsEntry)
    case withdrawn(RightsEntry)
    /// It was done at once, by one: there is nothing to approve, and at most to confirm.
    case recorded
  }

  public let proposed: RightsEntry
  public let change: RightsChange
  /// Who approved it, as long as that was not taken back; of what was done at once, who confirmed it.
  public internal(set) var approval: RightsEntry?
  public internal(set) var outcome: Outcome
  /// When it was carried out, or begun where cases go over one by one; `nil` when it was not.
  public internal(set) var carriedOutAt: Instant?

  public var number: Int64 { proposed.number }

  /// Whether what was done at once was undone or done again since, or nobody is left whom it is about.
  public internal(set) var isOver = false

  /// Whether a second person confirmed that the organisation is shut out, about another entry of the same.
  public internal(set) var isConfirmedElsewhere = false

  /// Whether a second person has to confirm what one did at once, and none did yet.
  public var isUnconfirmed: Bool {
    outcome == .recorded && change.kind.asksConfirmation && approval == nil && !isOver && !isConfirmedElsewhere
  }

  /// For how many days an approval may be carried out.
  public static let validDays = 30

  /// Until when it may be carried out, of one that is approved.
  public var validUntil: Instant? {
    guard case .approved(let entry) = outcome else { return nil }
    return Instant(microseconds: entry.at.microseconds + Int64(Self.validDays) * 86_400_000_000)
  }

  /// What the entries add up to, in the order in which it was proposed. What is approved can be rejected or withdrawn until it is
  /// carried out.
  static func all(_ entries: [RightsEntry], carriedOut: [Int64: Instant]) -> [RightsProposal] {
    var proposals: [RightsProposal] = []
    for entry in entries {
      if let change = entry.content.change {
        if entry.kind == .recorded, let number = change.workflow?.proposal,
          let index = proposals.firstIndex(where: { $0.number == number }), proposals[index].carriedOutAt == nil
        {
          proposals[index].carriedOutAt = entry.at
        }
        proposals.append(
          RightsProposal(
            proposed: entry,
            change: change,
            outcome: entry.kind == .recorded ? .recorded : .open,
            carriedOutAt: entry.kind == .recorded ? entry.at : carriedOut[entry.number]
          )
        )
        continue
      }
      guard let index = proposals.firstIndex(where: { $0.number == entry.proposal }) else { continue }
      switch entry.kind {
      case .proposed, .recorded: break
      // What was done at once stays so; it has a second person now.
      case .approved where proposals[index].outcome == .recorded:
        if proposals[index].isUnconfirmed { proposals[index].approval = entry }
      case .approved: (proposals[index].outcome, proposals[index].approval) = (.approved(entry), entry)
      case .rejected: proposals[index].outcome = .rejected(entry)
      case .withdrawn: proposals[index].outcome = .withdrawn(entry)
      }
    }
    for index in proposals.indices where proposals[index].change.kind == .suspend {
      proposals[index].isOver = proposals.contains { $0.ends(proposals[index]) }
    }
    // The keys of now are those of the last entry: that one asks.
    for index in proposals.indices.filter({ proposals[$0].isRecordOfKeys }).dropLast() {
      proposals[index].isOver = true
    }
    let confirmed = Set(
      proposals.filter { $0.change.kind == .suspend && !$0.isOver && $0.approval != nil }.map(\.change.organisation)
    )
    for index in proposals.indices where proposals[index].change.kind == .suspend {
      proposals[index].isConfirmedElsewhere =
        proposals[index].approval == nil && confirmed.contains(proposals[index].change.organisation)
    }
    return proposals
  }

  private var isRecordOfKeys: Bool { outcome == .recorded && change.kind == .keyring }

  /// Whether it let in again, or took out, whom the other one shut out.
  private func ends(_ other: RightsProposal) -> Bool {
    guard change.organisation == other.change.organisation, let carriedOutAt else { return false }
    return [.resume, .remove, .merge].contains(change.kind) && carriedOutAt > other.proposed.at
  }
}
