public import OrderedCollections

/// The effect of a command in a state, when its requirements hold.
public struct Transition: Hashable, Sendable {
  public var requirements: [Requirement]
  /// The next state; `nil` stays, without leaving and entering again.
  public var target: String?
  public var assign: OrderedDictionary<String, Value>
  /// Facts whose value comes from when the transition is taken, by whom, and with what.
  public var takes: OrderedDictionary<String, Origin>
  /// Number facts that are incremented.
  public var counts: [String]
  public var leaves: [Leave]
  /// The case moves to the region of this organisation.
  public var region: Organisations?
  public var joins: [Join]
  /// The children that it makes.
  public var starts: [Start]
  /// The children that it ends.
  public var ends: [End]
  /// What goes to another case; the children that go end here by ``ends``.
  public var transfer: Transfer?
  /// Deadlines that restart, with a new generation.
  public var restarts: [String]
  /// Deadlines that stand still from now on, that go on, and that get longer.
  public var suspends: [String]
  public var resumes: [String]
  public var extensions: [Extension]
  public var notices: [Notice]
  /// Destroys the content of the case: what remains is a journal that can still be verified, of which nothing can be read.
  public var erases: Bool
  /// In a child: what it leads to in the case. The first of which the requirements hold is taken; none need.
  public var root: [Transition]

  public init(
    requirements: [Requirement] = [],
    target: String? = nil,
    assign: OrderedDictionary<String, Value> = [:],
    takes: OrderedDictionary<String, Origin> = [:],
    counts: [String] = [],
    leaves: [Leave] = [],
    region: Organisations? = nil,
    joins: [Join] = [],
    starts: [Start] = [],
    ends: [End] = [],
    transfer: Transfer? = nil,
    restarts: [String] = [],
    suspends: [String] = [],
    resumes: [String] = [],
    extensions: [Extension] = [],
    notices: [Notice] = [],
    erases: Bool = false,
    root: [Transition] = []
  ) {
    self.requirements = requirements
    self.target = target
    self.assign = assign
    self.takes = takes
    self.counts = counts
    self.leaves = leaves
    self.region = region
    self.joins = joins
    self.starts = starts
    self.ends = ends
    self.transfer = transfer
    self.restarts = restarts
    self.suspends = suspends
    self.resumes = resumes
    self.extensions = extensions
    self.notices = notices
    self.erases = erases
    self.root = root
  }
}
