/// The rights that a workflow gives its roles, as one table: what each may do and read in which state.
///
/// It goes as far as a role goes: what is asked of somebody apart from the role (a guard, a field, the votes of others, a ground that
/// is in force) is no right, and not in it; that a guard asks which organisation it is, is marked. It is derived from the workflow each time, so that it cannot differ from what the engine
/// does; a test holds both against another reading of the file.
public struct RightsTable: Hashable, Sendable {
  /// The key of the workflow.
  public var workflow: String
  public var version: String
  /// In the order of the workflow: machines, states, commands, roles.
  public var acts: [Act]
  /// In the order of the workflow: machines, states, roles.
  public var sights: [Sight]

  /// How the organisation of somebody who acts has to stand to the case.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// It holds the role in the directory; there is no case yet.
    case directory
    /// It is a party of the case in the role, and the directory still gives it the role.
    case party
    /// It is a party of the case in another role that opens it, and the directory gives it this one; for oversight also when it was one.
    case through
    /// It has this part in the child.
    case part
  }

  /// A command that holders of a role may give in a state.
  public struct Act: Hashable, Sendable {
    public var machine: String
    /// The state of the machine; `nil` for the command that starts a case.
    public var state: String?
    public var command: String
    public var role: String
    public var standing: Standing
    /// What it does in a joint decision.
    public var ballot: Ballot?
    /// How votes that count together must differ: four eyes.
    public var apart: JointDecision.Apart?
    /// Whether the word of the organisation is enough for who gives it.
    public var acceptsVouched: Bool
    /// Whether only one organisation of those in the role may, or not that one: whichever the case or the command names.
    public var isNarrowed: Bool
  }

  /// What holders of a role may read of a machine in a state.
  public struct Sight: Hashable, Sendable {
    public enum Extent: String, Hashable, Sendable, CaseIterable {
      /// All that there is.
      case everything
      /// The state, who takes part, the deadlines, and the entries for its audience.
      case state
      /// That it exists, and the own part in it.
      case existence
    }

    public var machine: String
    public var state: String
    public var role: String
    public var extent: Extent
    /// The commands of the state whose entries are for other roles, though the role reads the state.
    public var withheld: [String]
    /// The commands of the state whose entries are for the role too, though it does not read the state.
    public var added: [String]
    /// The commands of the state whose entries an organisation in the role reads when it was named, though the role does not.
    public var named: [String]
  }

  /// - Parameter role: the key of a role.
  public func only(_ role: String) -> RightsTable {
    RightsTable(
      workflow: workflow,
      version: version,
      acts: acts.filter { $0.role == role },
      sights: sights.filter { $0.role == role }
    )
  }
}
