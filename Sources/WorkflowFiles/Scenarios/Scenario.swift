public import CaseCore
public import OrderedCollections

/// A story about one case: who does what when, and what must come of it. It shows people what a workflow does, and proves
/// that it still does so; ``ScenarioRun`` plays it.
public struct Scenario: Hashable, Sendable {
  /// The name of its file.
  public var file: String
  public var label: String
  /// Those that take part, by the name they have in the scenario.
  public var organisations: OrderedDictionary<String, Organisation>
  /// All of them, those of the scenario that it goes on from included.
  public var steps: [Step]

  /// A moment, and what happens then.
  public struct Step: Hashable, Sendable {
    /// Where it stands: a scenario can begin with the steps of another.
    public var file: String
    public var line: Int
    public var moment: Moment
    /// `nil` only lets time pass.
    public var command: SentCommand?
    public var expectation: Expectation
  }

  /// When a step is taken.
  public enum Moment: Hashable, Sendable {
    case at(Instant)
    /// So long after the step before it, at the same time of day in Amsterdam.
    case after(Length)
    /// Together with the step before it.
    case now
  }

  /// A command that someone gives.
  public struct SentCommand: Hashable, Sendable {
    public var name: String
    /// The child that it is given on; `nil` for the case itself.
    public var child: String?
    /// By their names in the scenario.
    public var organisation: String
    public var role: String
    /// Who acts for it: see `CaseCore/Actor/subject`.
    public var person: String
    public var fields: OrderedDictionary<String, Input>
    public var ground: String?
  }
}
