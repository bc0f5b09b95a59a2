/// One thing that must work for the service to be ready, or for all of it to work.
public struct HealthCheck: Sendable {
  /// As shown to whoever asks: a word, no address.
  public let name: String
  /// Without it no command can be taken. What is not needed makes the service degraded and no more: another instance has
  /// it no better.
  public let isNeeded: Bool
  public let isReady: @Sendable () async -> Bool

  public init(_ name: String, isNeeded: Bool = true, isReady: @escaping @Sendable () async -> Bool) {
    self.name = name
    self.isNeeded = isNeeded
    self.isReady = isReady
  }
}
