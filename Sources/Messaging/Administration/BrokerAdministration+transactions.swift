/// A channel as the management API tells it, up to some seconds old: a new one has no more than a name.
struct ChannelDescription: Decodable, Sendable {
  struct Connection: Decodable, Sendable { let name: String? }

  let user: String?
  let vhost: String?
  let transactional: Bool?
  let messages_uncommitted: Int64?
  let connection_details: ObjectOrEmptyList<Connection>?

  /// What is asked of each, so that an answer is small.
  static let columns = "user,vhost,transactional,messages_uncommitted,connection_details.name"
}

extension BrokerAdministration {
  /// The largest page that the API gives.
  private static let channelsPerPage = 500
  /// Of channels; what is beyond them is not looked at.
  private static let mostPages = 200

  /// What each user has in transactions in the virtual host. Needs the tag `monitoring` or `administrator`: without, the API tells of no
  /// channels but one's own.
  /// - Returns: by user; one without transactions is not in it.
  public func transactions() async throws(BrokerAdministrationError) -> [String: TransactionUse] {
    struct Page: Decodable {
      let items: [ObjectOrEmptyList<ChannelDescription>]
      let page_count: Int
    }
    var (found, number, last): ([String: TransactionUse], Int, Int) = ([:], 1, 1)
    while number <= min(last, Self.mostPages) {
      let query = [
        "columns": ChannelDescription.columns, "page": "\(number)", "page_size": "\(Self.channelsPerPage)",
      ]
      var page: Page?
      do throws(BrokerAdministrationError) { page = try await management.get(["channels"], query: query) } catch {
        // Channels have closed meanwhile: a page that is not there any more is refused so.
        guard number > 1, error.kind == .refused(status: 400) else { throw error }
      }
      guard let page else { break }
      for channel in page.items.compactMap(\.object) where channel.transactional == true && channel.vhost == virtualHost
      {
        guard let user = channel.user else { continue }
        let its = TransactionUse(
          channels: 1,
          uncommitted: channel.messages_uncommitted ?? 0,
          connections: Set([channel.connection_details?.object?.name].compactMap(\.self))
        )
        found[user] = found[user, default: TransactionUse()] + its
      }
      (number, last) = (number + 1, page.page_count)
    }
    return found
  }

  /// Ends a connection, and tells its client why: the text of `connection.close`, with 320 for its code. Needs the tag `administrator`.
  /// Nothing happens when it is gone.
  func closeConnection(_ name: String, because reason: String) async throws(BrokerAdministrationError) {
    try await management.delete(["connections", name], headers: [("X-Reason", reason)])
  }
}

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
