import CaseCore
import Postgres
import StoreBase

/// What one person did at once and a second one has to confirm (decision 0057): shutting an organisation out, and a change of the keyring.
extension RightsLedger {
  /// How it stands with what one person did at once.
  public enum Confirmation: Sendable, Hashable {
    /// The number of the entry that a second person confirmed.
    case confirmed(Int64)
    /// The number of the entry that nobody confirmed yet.
    case missing(Int64)
    /// The ledger has nothing of it, or its entry is damaged.
    case unrecorded
  }

  /// Of each of these organisations, which are shut out now, whether a second person agreed.
  public func confirmations(of suspended: [String]) async throws -> [String: Confirmation] {
    let now = try await present()
    return Dictionary(suspended.map { ($0, now.suspension(of: $0)) }) { first, _ in first }
  }

  /// Records which keys the keyring has, when that is not what was recorded last.
  /// - Returns: the number of the entry; `nil` when nothing changed.
  public func recordKeyring(by subject: String, of organisation: String, reason: String) async throws -> Int64? {
    let change = keyringChange
    guard try await present().keyring?.change != change else { return nil }
    return try await record(change, by: subject, of: organisation, reason: reason)
  }

  /// Whether the keys that the keyring has are those that were recorded last, and a second person confirmed them; `nil` when nothing was
  /// ever recorded of it.
  public func keyringConfirmation() async throws -> Confirmation? {
    guard let last = try await present().keyring else { return nil }
    guard last.change == keyringChange else { return .unrecorded }
    return last.isUnconfirmed ? .missing(last.number) : .confirmed(last.number)
  }

  /// How much of each kind nobody confirmed yet.
  public func unconfirmed() async throws -> [RightsChange.Kind: Int] {
    let waiting = try await present().proposals.filter(\.isUnconfirmed)
    let kinds = RightsChange.Kind.allCases.filter(\.asksConfirmation)
    return Dictionary(uniqueKeysWithValues: kinds.map { kind in (kind, waiting.count { $0.change.kind == kind }) })
  }

  private func present() async throws -> Standing {
    try await pool.refusable { connection -> Standing in try self.standing(on: connection) }
  }

  private var keyringChange: RightsChange { .keyring(current: keyring.current, names: keyring.names) }
}

extension RightsLedger.Standing {
  /// What was recorded last of the keyring.
  fileprivate var keyring: RightsProposal? {
    proposals.last { $0.outcome == .recorded && $0.change.kind == .keyring }
  }

  /// Of an organisation that is shut out: one that was confirmed counts until it was let in again, also when somebody shut it out once
  /// more meanwhile.
  fileprivate func suspension(of organisation: String) -> RightsLedger.Confirmation {
    let all = proposals.filter { proposal in
      proposal.change.kind == .suspend && proposal.change.organisation == organisation && !proposal.isOver
    }
    if let confirmed = all.last(where: { $0.approval != nil }) { return .confirmed(confirmed.number) }
    return all.last.map { .missing($0.number) } ?? .unrecorded
  }
}
