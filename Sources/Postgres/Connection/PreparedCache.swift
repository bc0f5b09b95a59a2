/// The statements that the server has prepared for this connection, by SQL text.
///
/// Names are never reused, so a name that a failed round trip may have made does no harm. When there are more than `limit`,
/// all are dropped on both sides before the next round trip, rather than one by one: a service has a fixed set of
/// statements, and when it overflows, the texts are made at run time and no eviction order would help.
struct PreparedCache {
  struct Entry {
    let name: String
    fileprivate let types: [PostgresType]
  }

  private static let limit = 512
  private var entries: [String: Entry] = [:]
  private var made = 0
  /// Whether the server still has statements that ``entries`` no longer has.
  private(set) var mustDeallocate = false

  /// The prepared name for a statement, and whether the server must prepare it first.
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

  /// The server could not prepare this statement, or did not reach it.
  mutating func forget(_ sql: String) { entries[sql] = nil }

  /// Starts again: the server's statements may be out of date.
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
