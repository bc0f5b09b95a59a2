/// One thing that must work for the service to be ready.
public struct HealthCheck: Sendable {
  /// As shown to whoever asks: a word, no address.
  public let name: String
  let isReady: @Sendable () async -> Bool

  public init(_ name: String, isReady: @escaping @Sendable () async -> Bool) {
    self.name = name
    self.isReady = isReady
  }
}
