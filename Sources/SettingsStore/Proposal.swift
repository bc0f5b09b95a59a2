public import CaseCore

/// A proposal to set something, and what became of it.
public struct Proposal: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case open
    /// - revision: of the settings, that it made.
    case approved(SettingsEntry, revision: Int64)
    case rejected(SettingsEntry)
    case withdrawn(SettingsEntry)
  }

  public var proposed: SettingsEntry
  public var outcome: Outcome

  public var number: Int64 { proposed.number }
  public var changes: [SettingsChange] { proposed.content.changes }

  /// What the entries add up to, in the order in which it was proposed.
  static func all(_ entries: [SettingsEntry]) -> [Proposal] {
    var proposals: [Proposal] = []
    var revision: Int64 = 0
    for entry in entries {
      guard entry.kind != .proposed else {
        proposals.append(Proposal(proposed: entry, outcome: .open))
        continue
      }
      guard let index = proposals.firstIndex(where: { $0.number == entry.proposal }) else { continue }
      switch entry.kind {
      case .proposed: break
      case .approved:
        revision += 1
        proposals[index].outcome = .approved(entry, revision: revision)
      case .rejected: proposals[index].outcome = .rejected(entry)
      case .withdrawn: proposals[index].outcome = .withdrawn(entry)
      }
    }
    return proposals
  }
}

extension [Proposal] {
  /// The number of the last one after a revision that set something of this subject.
  package func last(about subject: SettingsChange.Subject, after revision: Int64) -> Int64? {
    last { proposal in
      guard case .approved(_, let own) = proposal.outcome, own > revision else { return false }
      return proposal.changes.contains { $0.subject == subject }
    }?.number
  }

  /// The revision of the settings when a proposal was made.
  package func revision(before number: Int64) -> Int64 {
    compactMap { proposal in
      if case .approved(let entry, let revision) = proposal.outcome, entry.number < number { revision } else { nil }
    }.max() ?? 0
  }

  /// The settings that those that were approved add up to.
  package func deadlineSettings(from empty: DeadlineSettings, upTo revision: Int64 = .max) -> DeadlineSettings {
    let approved = compactMap { proposal -> (revision: Int64, at: Instant, changes: [SettingsChange])? in
      guard case .approved(let entry, let revision) = proposal.outcome else { return nil }
      return (revision, entry.at, proposal.changes)
    }
    return approved.filter { $0.revision <= revision }.sorted { $0.revision < $1.revision }
      .reduce(empty) { $0.applied($1.changes, at: $1.at) }
  }
}
