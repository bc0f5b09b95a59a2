import CaseCore
import Foundation
import Postgres
public import StoreBase

/// Two people for what moves all cases: publishing a version of a workflow, and the move of running cases to one (decision 0054).
///
/// A version that is published has an entry in the journal of the directory, sealed, with the number of the proposal. A move is put on record
/// here when it begins, for its cases go over one by one, and what is left over may go later on the same approval.
extension RightsLedger {
  // MARK: - Proposing

  /// What is proposed, with the texts as they are now.
  /// - Throws: ``RightsRefusal/invalid(_:)``
  /// - Returns: `nil` when it is about an organisation.
  func workflowChange(
    _ change: RightsRequest.Change,
    on connection: isolated PostgresConnection
  ) throws -> RightsChange? {
    switch change {
    case .publish(let workflow, let version, let text):
      guard let known = try known(version, of: workflow, on: connection) else {
        return .publish(WorkflowChange(workflow, version, text: text))
      }
      throw RightsRefusal.invalid([
        known == text ? .versionPublished(workflow, version: version) : .versionChanged(workflow, version: version)
      ])
    case .upgrade(let workflow, let from, let to, let names):
      let texts = try [from, to].map { try known($0, of: workflow, on: connection) }
      var faults = zip([from, to], texts).compactMap { version, text in
        text == nil ? RightsFault.versionUnknown(workflow, version: version) : nil
      }
      if from == to { faults.append(.noChange) }
      guard faults.isEmpty, let old = texts[0], let new = texts[1] else { throw RightsRefusal.invalid(faults) }
      return .upgrade(WorkflowChange(workflow, from: (from, old), to: (to, new), names: names))
    default: return nil
    }
  }

  private func digest(
    of version: String,
    of workflow: String,
    on connection: isolated PostgresConnection
  ) throws -> String? {
    try WorkflowStore.digest(of: version, of: workflow, keyring: keyring, on: connection)?.hexadecimal
  }

  /// As ``digest(of:of:on:)``, with words for whoever proposes something about a version that somebody wrote in the database.
  private func known(
    _ version: String,
    of workflow: String,
    on connection: isolated PostgresConnection
  ) throws -> String? {
    do { return try digest(of: version, of: workflow, on: connection) } catch StoreError.versionUnsealed {
      throw RightsRefusal.invalid([.versionUnsealed(workflow, version: version)])
    }
  }

  // MARK: - Publishing

  /// How a version comes to be published.
  public enum Publication: Sendable, Hashable {
    /// It was before.
    case already
    /// It is the first of an installation without cases: that is one person's.
    case founded
    /// On this proposal.
    case approved(Int64)
  }

  /// Publishes a version that two people approved, or the first of an installation that has no cases. The same version again is no change.
  /// - Parameters:
  ///   - subject: who founds the installation, for the record.
  ///   - organisation: for which they do it.
  /// - Throws: ``RightsRefusal/approvalMissing`` and others; ``StoreBase/StoreError/workflowChanged(_:version:)`` when it was published
  ///   with another text, ``StoreBase/StoreError/versionUnsealed(_:version:)`` when somebody wrote it in the database.
  public func publish(
    _ version: WorkflowStore.Published,
    by subject: String,
    of organisation: String
  ) async throws -> Publication {
    let text = version.digest.hexadecimal
    let change = RightsChange.publish(WorkflowChange(version.workflow, version.version, text: text))
    let content = RightsEntry.Content(subject: subject, organisation: organisation, reason: "", change: change)
    let settled = try await pool.refusable { connection in
      try connection.withTransaction { connection -> Publication? in
        _ = try connection.query(SealedLedger.lock.bind())
        if let known = try digest(of: version.version, of: version.workflow, on: connection) {
          guard known == text else { throw StoreError.workflowChanged(version.workflow, version: version.version) }
          return .already
        }
        guard try WorkflowStore.found(version, keyring: keyring, on: connection) else { return nil }
        _ = try append(.recorded, of: nil, content, to: standing(on: connection), on: connection)
        return .founded
      }
    }
    if let settled { return settled }
    let (number, approval) = try await approved(change)
    try await WorkflowStore(pool, keyring: keyring).publish(version, on: approval)
    return .approved(number)
  }

  /// Whether ``publish(_:by:of:)`` would do so, without doing it.
  /// - Throws: as that does.
  public func mayPublish(_ version: WorkflowStore.Published) async throws -> Publication {
    let text = version.digest.hexadecimal
    let change = RightsChange.publish(WorkflowChange(version.workflow, version.version, text: text))
    let settled = try await pool.refusable { connection -> Publication? in
      if let known = try digest(of: version.version, of: version.workflow, on: connection) {
        guard known == text else { throw StoreError.workflowChanged(version.workflow, version: version.version) }
        return .already
      }
      return try connection.query("select from case_file limit 1").isEmpty ? .founded : nil
    }
    if let settled { return settled }
    return .approved(try await approved(change).number)
  }

  // MARK: - Moving cases

  /// Looks whether a move was approved, before anything is read of its cases.
  /// - Throws: ``RightsRefusal``
  public func requireApproved(_ upgrade: WorkflowChange) async throws {
    _ = try await approved(.upgrade(upgrade.wanted))
  }

  /// Puts on record that a move begins, when it is approved still.
  /// - Parameters:
  ///   - plan: the digest of the plan of its cases, in hexadecimal.
  ///   - subject: who carries it out.
  ///   - organisation: for which they do it.
  /// - Throws: ``StoreBase/StoreError/approvalLapsed(_:)``
  public func begin(
    _ upgrade: WorkflowChange,
    plan: String,
    by subject: String,
    of organisation: String
  ) async throws(StoreError) {
    try await pool.store { connection in
      try connection.withTransaction { connection in
        _ = try connection.query(SealedLedger.lock.bind())
        var begun = upgrade.wanted
        begun.plan = plan
        do { begun.proposal = try require(RightsChange.upgrade(upgrade.wanted), on: connection) } catch let error
          as RightsRefusal
        {
          throw StoreError.approvalLapsed("\(error)")
        }
        let content = RightsEntry.Content(
          subject: subject,
          organisation: organisation,
          reason: "",
          change: .upgrade(begun)
        )
        _ = try append(.recorded, of: nil, content, to: standing(on: connection), on: connection)
      }
    }
  }

  // MARK: - The approval

  /// - Returns: the number of the proposal, and the approval to do it on.
  private func approved(_ change: RightsChange) async throws -> (number: Int64, approval: Approval) {
    let number = try await pool.refusable { connection in try require(change, on: connection) }
    return (number, Approval(proposal: number) { connection in _ = try require(number, on: connection) })
  }

  /// The number of the proposal of exactly this that may be carried out.
  /// - Throws: what stands in the way of the last of them; ``RightsRefusal/approvalMissing`` when nobody proposed it.
  private func require(_ change: RightsChange, on connection: isolated PostgresConnection) throws -> Int64 {
    let proposals = try standing(on: connection).proposals.filter { $0.change == change && $0.outcome != .recorded }
    guard let last = proposals.last else { throw RightsRefusal.approvalMissing }
    let approved = proposals.last { if case .approved = $0.outcome { true } else { false } }
    return try require((approved ?? last).number, on: connection).number
  }
}
