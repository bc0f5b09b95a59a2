/// What a user of the broker has under way in transactions (`tx.select`). The broker keeps what is not committed in its memory, and has
/// neither a right nor a limit against it.
public struct TransactionUse: Sendable, Hashable {
  /// Its channels that are in transaction mode.
  public var channels = 0
  /// Messages that it published in them and did not commit.
  public var uncommitted: Int64 = 0
  /// The broker's names of the connections with such channels.
  var connections: Set<String> = []

  static func + (one: TransactionUse, other: TransactionUse) -> TransactionUse {
    TransactionUse(
      channels: one.channels + other.channels,
      uncommitted: one.uncommitted + other.uncommitted,
      connections: one.connections.union(other.connections)
    )
  }
}
