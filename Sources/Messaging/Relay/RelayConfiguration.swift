/// How the relay works. The defaults suit production. How long a recipient that failed is left alone is a matter of the store:
/// `RelayStore.recipientBackoff`.
public struct RelayConfiguration: Sendable {
  /// The interval of its polls without a wake: the longest that an event waits after a crash between commit and wake, and
  /// the precision of a pause after a failure.
  public var sweep: Duration = .seconds(2)
  /// The number of recipients that it serves at a time.
  public var recipientsAtOnce = 4
  /// The number of batches after which a recipient is claimed anew: then it is seen whether the database is still the same.
  public var batchesPerLease = 100
  /// The same, when all places are taken: others may wait.
  public var batchesAmongOthers = 8
  /// The interval at which it counts what waits, for the metrics.
  public var gaugeInterval: Duration = .seconds(15)

  public init() {}
}
