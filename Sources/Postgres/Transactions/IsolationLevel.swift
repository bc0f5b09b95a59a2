/// The isolation of a transaction from concurrent ones.
public enum IsolationLevel: Sendable, Hashable, CaseIterable {
  case readCommitted, repeatableRead, serializable

  var begin: Statement {
    switch self {
    case .readCommitted: Self.beginReadCommitted
    case .repeatableRead: Self.beginRepeatableRead
    case .serializable: Self.beginSerializable
    }
  }

  private static let beginReadCommitted: Statement = "begin isolation level read committed"
  private static let beginRepeatableRead: Statement = "begin isolation level repeatable read"
  private static let beginSerializable: Statement = "begin isolation level serializable"
}

extension Statement {
  static let commit: Statement = "commit"
  static let rollback: Statement = "rollback"
  static let deallocateAll: Statement = "deallocate all"
}
