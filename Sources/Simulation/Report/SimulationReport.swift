/// The results of a simulation: as text for people, as JSON for programs.
public struct SimulationReport: Encodable, Sendable {
  public struct Share: Encodable, Sendable {
    public var seen: Int
    public var total: Int
    /// Paths in the workflow, as faults name them.
    public var missing: [String]
  }

  /// Time in days.
  public struct Stay: Encodable, Sendable {
    public var machine: String
    public var state: String
    public var count: Int
    public var median: Double
    public var shortest: Double
    public var longest: Double
  }

  public struct Ended: Encodable, Sendable {
    public var machine: String
    public var deadline: String
    public var met: Int
    public var missed: Int
  }

  public var workflow: String
  public var version: String
  public var walks: Int
  public var accepted: Int
  public var states: Share
  public var transitions: Share
  /// Requirements that were covered both holding and not holding.
  public var guards: Share
  public var stays: [Stay]
  public var deadlines: [Ended]
  /// By kind.
  public var refusals: [String: Int]
}
