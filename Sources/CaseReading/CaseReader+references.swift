public import CaseCore
public import Foundation
import OrderedCollections
import Postgres
public import StoreBase

/// The cases that refer to a case: of those that the reader may know of, those in which it may read that they do. There is no count of the others.
extension CaseReader {
  /// - Parameters:
  ///   - after: the last case of the page before.
  ///   - limit: how many cases of the organisation are looked at; the page may hold fewer.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func references(
    to alias: UUID,
    for reader: Actor,
    after: UUID?,
    limit: Int
  ) async throws(StoreError) -> ReferringPage? {
    try await pool.store(readingFor: reader.organisation) { connection in
      guard let (view, cipher) = try find(alias, for: reader, on: connection) else { return nil }
      let target = cipher.caseID
      let fields = fields(naming: view.instance.workflow)
      let hashes = fields.map { keyring.reference(to: target, in: $0, of: view.instance.workflow) }
      let start = after ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
      let rows = try connection.query(ReaderQueries.referring.bind(reader.organisation, hashes, start, limit))
      let page = try read(rows, for: reader, on: connection)
      let text = target.uuidString.lowercased()
      let cases = try page.cases.flatMap { source in try referring(source, to: text, for: reader, on: connection) }
      return ReferringPage(cases: cases, next: rows.count < limit ? nil : page.next)
    }
  }

  /// The fields of all workflows by which a case can list one of this workflow.
  private func fields(naming workflow: String) -> [String] {
    let commands = library.known.flatMap { $0.machines.values.flatMap(\.commands.values) }
    let fields = commands.flatMap { command in
      command.fields.filter { $1.isListed && $1.kind.workflowOfOtherCases == workflow }.map(\.key)
    }
    return Set(fields).sorted()
  }

  /// The fields by which entries that the reader may read name the case.
  private func referring(
    _ source: CaseView,
    to target: String,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> [ReferringCase] {
    var found: OrderedDictionary<String, String> = [:]
    // What a version of before let be shared is left out here: the journal has it.
    let sharing = SharingCommands([source.workflow])
    var position: Int64 = 0
    // The key is asked again by id: the page has the cases without their ciphers.
    guard let cipher = try find(source.alias, for: reader, on: connection)?.cipher else { return [] }
    while true {
      let rows = try connection.query(
        ReaderQueries.journal.bind(reader.organisation, source.alias, position, Self.journalBatch)
      )
      .map { row in try JournalRow(row) }
      for row in rows {
        guard case .command(let name) = row.cause,
          let (entry, _) = ReadEntry.read(
            row,
            cipher: cipher,
            view: source,
            visibility: source.visibility,
            sharing: sharing
          )
        else { continue }
        for (field, value) in entry.fields where value.otherCases.contains(target) {
          // In the words of the version of now; a field that it has no longer is called by its key.
          let declared = source.workflow.machines.values.lazy.compactMap { $0.commands[name]?.fields[field] }.first
          if declared?.isListed ?? true { found[field] = declared?.label ?? field }
        }
      }
      guard rows.count == Self.journalBatch, let last = rows.last else { break }
      position = last.revision
    }
    return found.map { ReferringCase(view: source, field: $0.key, label: $0.value) }
  }

  private static let journalBatch = 500
}
