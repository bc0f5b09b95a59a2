public import CaseCore
import Foundation
public import Postgres
import SettingsStore
public import StoreBase

/// Reads every journal and holds it against itself: each entry against its hash, each hash against the next entry, the
/// last against the sealed head of its case, and what the entries add up to against the case; then what is kept beside it,
/// parties, timers, events and what they ask to acknowledge, against the case. Directory, workflow texts and settings have journals of their own.
///
/// It finds an entry that was changed, removed, put in another place or cut off the end, by whomever. What it cannot
/// find is a case put back whole, with head and seal, to what it once was, or taken away whole.
///
/// Every table is read once, in the order of cases and beside the others, in one transaction that sees them all at one moment.
/// Of what it reads it keeps one case at most, so it takes as much memory for a million cases as for a thousand.
public struct JournalVerifier: Sendable {
  /// What was read and what was found.
  public struct Report: Sendable, Hashable {
    public var cases = 0
    public var entries = 0
    /// Cases whose content was destroyed: their chain was checked, their content is gone.
    public var erased = 0
    public var faults: [JournalFault] = []
    /// Entries of the journal of settings that were checked, and the numbers of those that are not as they were written, or
    /// do not follow on the one before.
    public var settings = 0
    public var settingsFaults: [Int64] = []
    /// Why it cannot be told which settings hold.
    public var settingsFault: String?

    /// Entries of the journal of the directory, and what differs from them, in words.
    public var directory = 0
    public var directoryFaults: [String] = []
    /// What is whole, and somebody should look at, in words.
    public var notices: [String] = []

    /// From when on every event is still there and was held against its entry; older ones may have been removed.
    public var eventsStart = Instant.min

    public var isSound: Bool { faultCount == 0 }

    /// How much is wrong.
    public var faultCount: Int {
      faults.count + settingsFaults.count + (settingsFault == nil ? 0 : 1) + directoryFaults.count
    }
  }

  private let pool: PostgresPool
  private let keyring: Keyring
  private static let casesBetweenReports = 200

  public init(_ pool: PostgresPool, keyring: Keyring) {
    self.pool = pool
    self.keyring = keyring
  }

  /// Checks all cases as they are at one moment; they go on changing meanwhile.
  /// - Parameter progress: called now and then.
  public func verify(progress: @Sendable (Report) -> Void = { _ in }) async throws(StoreError) -> Report {
    var report = try await pool.store { connection in
      try connection.withTransaction(isolation: .repeatableRead) { connection in
        // Sorting what must be told may take longer than any statement of the service itself.
        try connection.query("select set_config('statement_timeout', '0', true)")
        var report = Report()
        let removal = try EventRemoval(on: connection)
        report.eventsStart = removal.start
        var tables = try CaseTables(keyring, eventsStart: removal.start, on: connection)
        while let audit = try tables.next(on: connection) {
          report.add(audit)
          if report.cases % Self.casesBetweenReports == 0 { progress(report) }
        }
        let journal = DirectoryJournal(keyring: keyring)
        (report.directory, report.directoryFaults) = try journal.faults(on: connection)
        report.directoryFaults +=
          try removal.faults + OutboxNumbers.faults(on: connection)
          + StoredAcknowledgement.strays(on: connection) + StoredAcknowledgement.misdirected(on: connection)
        report.notices = try WorkflowStore.unapproved(on: connection)
        return report
      }
    }
    try await readSettings(into: &report)
    progress(report)
    return report
  }

  /// The settings are one chain, sealed at its end. Every entry is decrypted: damage shows nowhere else.
  private func readSettings(into report: inout Report) async throws(StoreError) {
    let (count, faults, fault) = try await pool.store { connection in
      let found = try SettingsJournal.rows(on: connection)
      let reading = SettingsJournalReading(
        found.rows,
        head: found.head,
        deadlineSettings: found.deadlineSettings,
        keyring: keyring
      )
      let faults = Set(SealedLedger.faults(in: found.rows)).union(reading.damaged)
      return (found.rows.count, faults.sorted(), reading.fault)
    }
    (report.settings, report.settingsFaults, report.settingsFault) = (count, faults, fault)
  }
}

extension JournalVerifier.Report {
  fileprivate mutating func add(_ audit: CaseAudit) {
    cases += 1
    entries += audit.entries
    if audit.isErased { erased += 1 }
    faults += audit.faults
  }
}
