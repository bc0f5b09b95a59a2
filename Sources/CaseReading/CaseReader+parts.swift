public import CaseCore
public import Foundation
import OrderedCollections
import Postgres
public import StoreBase

/// What people said of the children of a case. It is in the journal alone, so it is read there.
extension CaseReader {
  /// How many entries of a case are looked at for it.
  private static let entries = 5_000

  /// One case, with the fields that people gave its children when they made them, by the child's id; as far as the entries are
  /// for the reader.
  /// - Returns: `nil` when the reader may not know of such a case.
  public func detailed(
    _ alias: UUID,
    for reader: Actor
  ) async throws(StoreError) -> (view: CaseView, fields: [String: [String: Value]])? {
    try await reading(alias, for: reader) { view, cipher, connection in
      guard !view.visibility.children.isEmpty else { return (view, [:]) }
      let rows = try connection.query(
        ReaderQueries.journal.bind(reader.organisation, view.alias, Int64(0), Self.entries)
      ).map { row in try JournalRow(row) }
      let predecessors = rows.compactMap { CaseMerger($0) }.predecessors(of: reader.organisation, in: view.instance)
      let visibility = view.visibility.inPlace(of: predecessors)
      let (starting, sharing) = (view.startingCommands, SharingCommands([view.workflow]))
      var fields: [String: [String: Value]] = [:]
      // One that came from another case has the name of the command there.
      for row in rows
      where row.kind == "transferred" || row.kind == "command" && starting.contains(row.fullName.name) {
        let found = try visibility.reads(row, sharing, opening: { row in try Self.readable(row, cipher) })
        guard let content = found?.content else { continue }
        for child in content.began where view.visibility.children.contains(child) { fields[child] = content.fields }
      }
      let ids = try aliases(ofCasesIn: Array(fields.values), of: view.workflow, for: reader, on: connection)
      for child in fields.keys { fields[child]?.show(ids) }
      return (view, fields)
    }
  }

  /// - Returns: `nil` for an entry that cannot be read: the case is shown without it, and the journal says what is wrong.
  private static func readable(_ row: JournalRow, _ cipher: CaseCipher) throws -> EntryContent? {
    do {
      return try ContentCoder.decode(
        EntryContent.self,
        from: cipher.open(row.content, as: .entry, revision: row.revision)
      )
    } catch StoreError.corrupt {
      return nil
    }
  }
}

extension EntryContent {
  /// The children that the entry made.
  fileprivate var began: [String] {
    changes.compactMap { if case .began(let child, _) = $0 { child } else { nil } }
  }
}

extension CaseView {
  /// The commands that can make a child, of the case and of its children.
  fileprivate var startingCommands: Set<String> {
    let commands = workflow.machines.values.flatMap { machine in
      machine.states.values.flatMap(\.on) + machine.on.map { $0 }
    }
    let names = Set(commands.filter { $0.value.contains(where: \.startsAny) }.map(\.key))
    let starts = workflow.rootMachine?.starts.filter(\.transition.startsAny) ?? []
    return names.union(starts.map(\.command))
  }
}

extension Transition {
  /// Whether it, or what it leads to in the case, makes a child.
  fileprivate var startsAny: Bool { !starts.isEmpty || root.contains(where: \.startsAny) }
}
