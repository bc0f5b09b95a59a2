/// What a local service does for data that must survive a crash of the machine.
public enum Durability: Sendable {
  /// Everything a production service does: what is confirmed is on disk.
  case durable
  /// Nothing is flushed: faster, for tests that do not measure. Data still survive the end of the service itself.
  case relaxed
}
