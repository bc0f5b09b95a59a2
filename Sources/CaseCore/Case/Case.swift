/// Where one case stands: the fold of its journal, nothing more.
///
/// It holds what `decide` needs and no free text: the words of a command are in the journal alone.
public struct Case: Hashable, Sendable {
  public var workflow: String
  public var version: String
  public var region: String
  public var state: String
  /// The number of journal entries; 0 before the first.
  public var revision: Int64
  public var facts: [String: Value]
  /// The votes of the present visit: by joint decision, by role.
  public var votes: [String: [String: String]]
  public var parties: [Party]
  public var deadlines: [String: RunningDeadline]
  /// How often each deadline was started: the generation of the next is one more.
  public var generations: [String: Int]
  public var visits: [String: Int]
  public var openedAt: Instant
  public var changedAt: Instant

  /// A case of which nothing has happened yet.
  public init(workflow: String, version: String, region: String, at moment: Instant) {
    self.workflow = workflow
    self.version = version
    self.region = region
    state = ""
    revision = 0
    facts = [:]
    votes = [:]
    parties = []
    deadlines = [:]
    generations = [:]
    visits = [:]
    openedAt = moment
    changedAt = moment
  }

  /// The organisation's part in the case now; `nil` when it has none, or no longer.
  public func party(_ organisation: String) -> Party? {
    parties.first { $0.organisation == organisation }
  }

  /// The organisations that take part in one of the roles, in the order in which they joined.
  public func organisations(in roles: [String]) -> [String] {
    parties.filter { !$0.roles.isDisjoint(with: roles) }.map(\.organisation)
  }
}

extension Case: Codable {}
