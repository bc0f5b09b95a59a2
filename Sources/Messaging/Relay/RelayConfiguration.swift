/// How the relay works. The defaults suit production.
public struct RelayConfiguration: Sendable {
  /// How often it looks without being told: the longest that an event lies still after a crash between commit and wake,
  /// and how exactly the end of a pause after a failure is kept.
  public var sweep: Duration = .seconds(2)
  /// For how many recipients it works at a time.
  public var recipientsAtOnce = 4
  /// After so many batches a recipient goes to the end of the line.
  public var batchesPerLease = 40
  /// How often it counts what waits, for the metrics.
  public var gaugeInterval: Duration = .seconds(15)

  public init() {}
}
