/// The content of a `notify`.
public struct PostgresNotification: Sendable, Hashable {
  public let channel: String
  public let payload: String

  public init(channel: String, payload: String) {
    self.channel = channel
    self.payload = payload
  }
}
