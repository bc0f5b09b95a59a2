/// Where one node of a broker is reached.
public struct AMQPServer: Sendable, Hashable {
  public let host: String
  public let port: Int

  public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
}
