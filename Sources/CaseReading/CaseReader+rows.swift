import CaseCore
import Foundation
import Postgres
import SettingsStore
import StoreBase

/// From the rows of ``ReaderQueries`` to cases.
extension CaseReader {
  /// The case under this id. An id of no case and one of a case that the reader may not know of take the same way: some case
  /// of the organisation is opened and looked at.
  func find(
    _ alias: UUID,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> (view: CaseView, cipher: CaseCipher)? {
    guard let row = try connection.query(ReaderQueries.one.bind(reader.organisation, alias)).first else { return nil }
    let around = try Surroundings(row, of: self, on: connection)
    let isAsked = try row[8, as: UUID.self] == row[15, as: UUID.self]
    do {
      if isAsked, let former = try row[16, as: String?.self] { try keyring.require(alias, of: row[2], for: former) }
      let found = try view(row, in: around, for: reader, on: connection)
      return isAsked ? found : nil
    } catch {
      guard let fault = StoreError.ofTheCase(error) else { throw error }
      let unreadable = try unreadable(row, fault, in: around, for: reader, on: connection)
      if isAsked, unreadable.isForReader { throw fault }
      return nil
    }
  }

  /// Every case that was found, readable or not; ``CasePage/next`` is the last of them.
  func read(
    _ rows: Rows,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> CasePage {
    var page = CasePage()
    guard let first = rows.first else { return page }
    let around = try Surroundings(first, of: self, on: connection)
    for row in rows {
      page.next = try row[8, as: UUID.self]
      do {
        if let found = try view(row, in: around, for: reader, on: connection) { page.cases.append(found.view) }
      } catch {
        guard let fault = StoreError.ofTheCase(error) else { throw error }
        page.unreadable.append(try unreadable(row, fault, in: around, for: reader, on: connection))
      }
    }
    return page
  }

  /// What all cases of one read have in common. A fault in it is none of any case.
  struct Surroundings {
    let now: Instant
    let directory: Directory
    let deadlineSettings: DeadlineSettings

    init(_ row: Row, of reader: CaseReader, on connection: isolated PostgresConnection) throws {
      now = Instant(try row[0, as: PostgresTimestamp.self])
      directory = try reader.directory.at(revision: row[1, as: Int64.self], on: connection)
      deadlineSettings = try reader.settingsCache.at(revision: row[9, as: Int64.self], on: connection)
    }
  }

  private func view(
    _ row: Row,
    in around: Surroundings,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> (view: CaseView, cipher: CaseCipher)? {
    guard let record = try CaseRecord(row, from: 2, keyring: keyring) else { return nil }
    let alias = try row[8, as: UUID.self]
    try keyring.require(alias, of: record.cipher.caseID, for: reader.organisation)
    let decider = Decider(
      workflow: try library.pinned(record.instance.workflow, record.instance.version, on: connection),
      directory: around.directory,
      deadlineSettings: around.deadlineSettings,
      now: around.now
    )
    let present = around.deadlineSettings.revision
    let counted = try record.counted(by: row[10], seal: row[13], present: present, keyring: keyring)
    let earlier = try settingsCache.from(counted, upTo: around.deadlineSettings, on: connection)
    let clock = decider.catchUp(record.instance, from: earlier)
    let instance = clock.last?.result ?? record.instance
    var phase = PhaseStart(
      state: record.instance.state,
      day: try row[14, as: Int?.self].map(CivilDate.init(daysSince1970:))
    )
    phase.add(clock)
    return CaseView(instance, as: alias, since: phase.day, for: reader, by: decider).map { ($0, record.cipher) }
  }

  private func unreadable(
    _ row: Row,
    _ fault: StoreError,
    in around: Surroundings,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> UnreadableCase {
    let workflow = try readable(row[11, as: String.self], row[12, as: String.self], on: connection)
    let held = around.directory.organisations[reader.organisation]?.roles.intersection(reader.roles) ?? []
    let decider = workflow.map {
      Decider(workflow: $0, directory: around.directory, deadlineSettings: around.deadlineSettings, now: around.now)
    }
    return UnreadableCase(
      caseID: try row[2],
      alias: try row[8],
      reason: .init(fault),
      isForReader: decider?.canRead(held) ?? false
    )
  }

  /// The version of a workflow, or the current one when this program cannot read it: who reads whole cases seldom changes.
  private func readable(
    _ key: String,
    _ version: String,
    on connection: isolated PostgresConnection
  ) throws -> Workflow? {
    do {
      return try library.pinned(key, version, on: connection)
    } catch StoreError.workflowUnknown {
      return library.isOpen ? try library.current(key) : nil
    }
  }
}
