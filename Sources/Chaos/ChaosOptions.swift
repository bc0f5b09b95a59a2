/// What a run is.
public struct ChaosOptions: Sendable {
  /// The folder of the workflow, with scenarios.
  public var workflow: String
  /// How many of the organisations of the scenarios work, the first ones.
  public var partners: Int
  public var seed: UInt64
  /// For so long rounds follow each other, and until there were so many faults; there is one round at least.
  public var length: Duration
  public var faults: Int
  /// How long a fault that lasts does so, at most.
  public var lasting: Duration
  /// How many commands are answered between two faults, at most.
  public var between: Int
  /// For how long the broker is away.
  public var brokerAway: Duration
  /// Of how many nodes the broker is a cluster.
  public var brokerNodes: Int
  /// Whether nodes are cut off from each other, which takes a network namespace for it.
  public var cutsNodes: Bool
  /// Why the database can have no disks of its own that can be full; `nil` when it can.
  public var whyNoDisks: String?
  /// The partners do not look at epochs: the control, which has to fail.
  public var isCareless: Bool
  /// The only fault is that the database dies for good and its standby takes over.
  public var isOnlyFailover: Bool

  public init(
    workflow: String,
    partners: Int,
    seed: UInt64,
    length: Duration,
    faults: Int = 0,
    lasting: Duration = .seconds(4),
    between: Int = 6,
    brokerAway: Duration,
    brokerNodes: Int = 1,
    cutsNodes: Bool = false,
    whyNoDisks: String? = nil,
    isCareless: Bool,
    isOnlyFailover: Bool = false
  ) {
    (self.workflow, self.partners, self.seed) = (workflow, max(1, partners), seed)
    (self.brokerNodes, self.cutsNodes) = (max(1, brokerNodes), cutsNodes)
    (self.length, self.brokerAway, self.isCareless) = (length, brokerAway, isCareless)
    (self.faults, self.lasting, self.between) = (faults, max(.milliseconds(8), lasting), max(1, between))
    (self.whyNoDisks, self.isOnlyFailover) = (whyNoDisks, isOnlyFailover)
  }
}
