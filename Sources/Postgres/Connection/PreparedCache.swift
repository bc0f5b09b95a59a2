/// Which statements the server has prepared for this connection, by SQL text.
///
/// Names are never used twice, so a name that a failed trip may or may not have made is no danger. When there are more than
/// `limit`, all are dropped on both sides before the next trip, rather than one by one: a service has a fixed set of
/// statements, and one that overflows this has text made at run time that no eviction order would help.
struct PreparedCache {
  struct Entry {
    let name: String
    fileprivate let types: [PostgresType]
  }

  private static let limit = 512
  private var entries: [String: Entry] = [:]
  private var made = 0
  /// The server still has statements that ``entries`` no longer knows.
  private(set) var mustDeallocate = false

  /// The prepared name for a statement, and whether the server must be told to prepare it first.
  mutating func name(for statement: Statement) -> (name: String, isNew: Bool) {
    let parameters = statement.binds.parameters
    if let entry = entries[statement.sql], entry.types.elementsEqual(parameters.lazy.map(\.type)) {
      return (entry.name, false)
    }
    made += 1
    let entry = Entry(name: "s\(made)", types: parameters.map(\.type))
    entries[statement.sql] = entry
    return (entry.name, true)
  }

  /// The server could not prepare this statement, or never came to it.
  mutating func forget(_ sql: String) { entries[sql] = nil }

  /// Starts anew: the server's statements may be out of date.
  mutating func invalidate() {
    entries.removeAll(keepingCapacity: true)
    mustDeallocate = true
  }

  mutating func invalidateIfFull() {
    if entries.count > Self.limit { invalidate() }
  }

  /// The server has none left.
  mutating func deallocated() {
    entries.removeAll(keepingCapacity: true)
    mustDeallocate = false
  }
}
