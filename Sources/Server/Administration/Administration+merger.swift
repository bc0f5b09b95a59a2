import CaseDoor
import DeadlineAdministration
package import Foundation
import Messaging
import Outbox
import PartnerAdministration
import StoreAdministration
import StoreBase
import StoreSchema
import WorkflowFiles

/// Organisations that are merged into others, by a plan that two administrators approved.
///
/// ```
///  begun, on the approval ─► its cases, one by one ─► shut out; what waits is carried out and told ─► what came meanwhile
///                                                                                                      ▼
///                      its successor may read its queue ◄─ out of the directory and off the broker ◄── nothing left
/// ```
/// Each step can be done again, and a run that was broken off goes on where it was when it is given again. While cases go over both
/// organisations work: a case is the former's until its entry, and the successor's from then on.
extension Administration {
  /// What a merger came to.
  public struct Merged: Sendable {
    /// Of this run.
    public let cases: Int
    public let destroyed: Int
    public let acknowledgements: Int64
    public let receipts: Int64
    /// The queue that the successor has to empty; `nil` when it was done before.
    public let queue: String?
  }

  /// A step of a merger, for who looks on.
  package enum MergerStep: Sendable, Hashable {
    case begun, moved(UUID), shutOut, quiet, removed
  }

  /// How long it waits for the relay and the inbox.
  private static let patience = Duration.seconds(90)

  /// Carries a merger out, or goes on with one.
  /// - Parameter each: called after each step; what it throws breaks the run off.
  /// - Throws: ``CaseCore/RightsRefusal``; ``SettingsError`` with what stands in the way.
  public func merge(_ former: String, into successor: String, proposal: Int64) async throws -> Merged {
    try await merge(former, into: successor, proposal: proposal) { _ in }
  }

  package func merge(
    _ former: String,
    into successor: String,
    proposal: Int64,
    _ each: (MergerStep) async throws -> Void
  ) async throws -> Merged {
    try await SchemaCheck.require(in: pool)
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    let merger = try await begun(former, into: successor, proposal: proposal)
    try await each(.begun)
    guard try await store.waitForOthers() else {
      throw SettingsError(faults: ["a transaction in the database does not end: give this again when it has"])
    }
    var report = try await moveCases(merger, each)
    try await registration().close(former)
    try await each(.shutOut)
    try await waitUntilQuiet(former, isCommanding: true)
    report = report + (try await moveCases(merger, each))
    let rows = try await store.handOverRows(of: former)
    try await waitUntilQuiet(former, isCommanding: false)
    try await each(.quiet)
    let queue = try await end(merger)
    try await each(.removed)
    return Merged(
      cases: report.moved,
      destroyed: report.destroyed,
      acknowledgements: rows.acknowledgements,
      receipts: rows.receipts,
      queue: queue
    )
  }

  /// The merger that there is, or one that begins now.
  private func begun(_ former: String, into successor: String, proposal: Int64) async throws -> Merger {
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    if let merger = try await store.merger(of: former) { return try Self.same(merger, successor, proposal) }
    let (change, approval) = try await rights.approved(proposal, .merge)
    guard change.organisation == former, change.successor == successor else {
      throw SettingsError(faults: ["proposal \(proposal) is about other organisations"])
    }
    return try await store.exclusively([former, successor]) {
      // Who held the lock before may have begun it.
      if let merger = try await store.merger(of: former) { return try Self.same(merger, successor, proposal) }
      try await requireOneQueue(of: former, and: successor)
      let approved = OrganisationStore(pool, keyring: try settings.keyring(), on: approval)
      try await approved.beginMerger(of: former, into: successor)
      guard let merger = try await store.merger(of: former) else { throw StoreError.schemaMissing }
      return merger
    }
  }

  private static func same(_ merger: Merger, _ successor: String, _ proposal: Int64) throws -> Merger {
    guard merger.successor == successor, merger.proposal == proposal else {
      throw SettingsError(faults: [
        "\(merger.former) is merged into \(merger.successor) on proposal \(merger.proposal)"
      ])
    }
    return merger
  }

  /// A successor reads one former queue at a time.
  private func requireOneQueue(of former: String, and successor: String) async throws {
    let keyring = try settings.keyring()
    for number in [former, successor] {
      guard let known = try await OrganisationStore(pool).find(number) else { throw Self.noOrganisation(number) }
      guard known.formerQueue == nil, known.queue == PartnerNames(of: number, keyring: keyring).events else {
        throw SettingsError(faults: [
          "\(number) has a former queue to empty: when it has, run partner check --repair, and give this again"
        ])
      }
    }
  }

  private func moveCases(
    _ merger: Merger,
    _ each: (MergerStep) async throws -> Void
  ) async throws -> CaseMerger.Report {
    let report = try await CaseMerger(caseDoor(), merger).run { caseID, result in
      if result == .moved { try await each(.moved(caseID)) }
    }
    guard report.unreadable.isEmpty else {
      throw SettingsError(faults: [
        "\(report.unreadable.count) cases cannot be read and stay with \(merger.former), which stays until they can: see "
          + "journal verify, and give this again"
      ])
    }
    return report
  }

  private func caseDoor() throws -> CommandDoor {
    let keyring = try settings.keyring()
    return CommandDoor(
      pool: pool,
      keyring: keyring,
      library: WorkflowLibrary(current: [], keyring: keyring) {
        // Another program may have published it: then the case cannot be read here.
        try? WorkflowFile.load($0, name: "a published workflow")
      },
      directory: DirectoryCache(),
      wakes: Wakes()
    )
  }

  /// Until nothing of it waits: no event that was not sent to its queue, and no command.
  /// - Parameter isCommanding: commands may have come in until a moment ago.
  private func waitUntilQuiet(_ former: String, isCommanding: Bool) async throws {
    guard let known = try await OrganisationStore(pool).find(former) else { return }
    let end = ContinuousClock.now + Self.patience
    while true {
      let left = try await leftToDo(of: known, isCommanding: isCommanding)
      if left.isEmpty { return }
      guard ContinuousClock.now < end else {
        throw SettingsError(faults: left + ["the cases went over; give this again when the service has done the rest"])
      }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  /// Takes the former out of everything.
  private func end(_ merger: Merger) async throws -> String? {
    let store = OrganisationStore(pool, keyring: try settings.keyring())
    guard merger.endedAt == nil else { return nil }
    return try await store.exclusively([merger.former, merger.successor]) {
      let proposed = try await rights.proposal(merger.proposal).proposed.content
      let reason = "merged into \(merger.successor): \(proposed.reason)"
      let queue = try await registration().succeed(
        merger.former,
        by: merger.successor,
        by: proposed.subject,
        reason: reason
      )
      guard let queue else {
        throw SettingsError(faults: [
          "\(merger.successor) has a former queue to empty: when it has, run partner check --repair, and give this again"
        ])
      }
      try await store.endMerger(of: merger.former)
      return queue
    }
  }

  /// What was merged does not come back: its ids, its queue and its name are its successor's.
  func requireNotMerged(_ number: String) async throws {
    let merger = try await OrganisationStore(pool, keyring: try settings.keyring()).merger(of: number)
    guard let merger else { return }
    throw SettingsError(faults: ["\(number) is merged into \(merger.successor), on proposal \(merger.proposal)"])
  }

  /// Refuses what would undo a merger, or take part of it from under it.
  func requireNoMerger(of number: String) async throws {
    let mergers = try await OrganisationStore(pool, keyring: try settings.keyring()).mergers()
    if let merger = mergers.first(where: { $0.former == number }) {
      throw SettingsError(faults: ["\(number) is merged into \(merger.successor), on proposal \(merger.proposal)"])
    }
    if let merger = mergers.first(where: { $0.successor == number && $0.endedAt == nil }) {
      throw SettingsError(faults: ["\(merger.former) is being merged into \(number): see partner merge"])
    }
  }
}
