public import CaseCore
public import OrderedCollections

/// The story of one case, or of several: who does what when, and what the outcome must be. It shows people what a workflow does,
/// and proves that it still does so; ``ScenarioRun`` plays it.
public struct Scenario: Hashable, Sendable {
  /// The name of its file.
  public var file: String
  public var label: String
  /// The organisations that take part, by their name in the scenario.
  public var organisations: OrderedDictionary<String, Organisation>
  /// The names of its cases, that of the first one first; none for a story of one case, which needs no name.
  public var cases: [String] = []
  /// All steps, including those of the scenario that it continues from.
  public var steps: [Step]

  /// A moment, and what happens then.
  public struct Step: Hashable, Sendable {
    /// The file of the step, because a scenario can begin with the steps of another.
    public var file: String
    public var line: Int
    /// The case that it is about, by its name in the scenario; empty in a story of one case.
    public var caseName: String = ""
    public var moment: Moment
    /// `nil` when only time passes, when somebody only looks at the case, and where the service finds something.
    public var command: SentCommand?
    /// Another case that the service found, which may be about the same person.
    public var match: FoundMatch?
    public var expectation: Expectation
  }

  /// The moment of a step.
  public enum Moment: Hashable, Sendable {
    case at(Instant)
    /// This long after the previous step, at the same time of day in Amsterdam.
    case after(Length)
    /// Together with the previous step.
    case now
  }

  /// That another case may be about the same person.
  public struct FoundMatch: Hashable, Sendable {
    /// The identity of the workflow.
    public var identity: String
    /// The organisation that knows more of it, by its name in the scenario.
    public var contact: String
  }

  /// A command that someone gives.
  public struct SentCommand: Hashable, Sendable {
    public var name: String
    /// The child that it is for; `nil` for the case itself.
    public var child: String?
    /// By their names in the scenario.
    public var organisation: String
    public var role: String
    /// The person who acts for it: see `CaseCore/Actor/subject`.
    public var person: String
    public var fields: OrderedDictionary<String, Input>
    /// The fields that name a case of the scenario, with its name in the place of an id.
    public var caseFields: OrderedDictionary<String, Input> = [:]
    public var ground: String?

    /// The cases that it names in fields.
    public var namedCases: [String] { caseFields.values.flatMap(\.texts) }
  }
}

extension Input {
  /// It as a text, or each of a list.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .list(let items): items.flatMap(\.texts)
    default: []
    }
  }
}
