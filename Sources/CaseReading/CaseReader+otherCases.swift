import CaseCore
import Foundation
import Postgres
import StoreBase

/// Other cases that an entry names. Each reader meets another case under the id of its own organisation, and meets none that it may not
/// know of now: not that there is one either.
extension CaseReader {
  /// The ids under which the reader's organisation knows the other cases that fields name.
  /// - Parameter workflow: of the case that the fields are of.
  /// - Returns: by the ids under which the service keeps them; those alone that the reader may know of.
  func aliases(
    ofCasesIn fields: [[String: Value]],
    of workflow: Workflow,
    for reader: Actor,
    on connection: isolated PostgresConnection
  ) throws -> [String: String] {
    let named = Set(fields.flatMap { $0.values.flatMap(\.otherCases) })
    let ids = named.compactMap(UUID.init(uuidString:))
    // Asked also where nothing is named, so that the time of an answer does not tell that something is which the reader may not know of.
    guard workflow.namesOtherCases || !ids.isEmpty else { return [:] }
    let rows = try connection.query(ReaderQueries.referred.bind(reader.organisation, ids))
    // One that cannot be read is told of where it is read itself.
    let known = try read(rows, for: reader, on: connection).cases.map(\.alias)
    let keys = Dictionary(uniqueKeysWithValues: ids.map { (keyring.alias(of: $0, for: reader.organisation), $0) })
    return known.reduce(into: [:]) { aliases, alias in
      if let id = keys[alias] { aliases[id.text] = alias.text }
    }
  }
}

extension [String: Value] {
  /// Puts the ids of a reader in the place of those of the service, and leaves out what is not for the reader.
  mutating func show(_ ids: [String: String]) {
    for (name, value) in self where !value.otherCases.isEmpty { self[name] = value.known(by: ids) }
  }
}

extension UUID {
  fileprivate var text: String { uuidString.lowercased() }
}
