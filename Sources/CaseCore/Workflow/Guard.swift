/// A condition on the case and the command, without side effects. In a child it is about the child, unless it says
/// otherwise.
public indirect enum Guard: Hashable, Sendable {
  case all([Guard])
  case any([Guard])
  case not(Guard)
  /// The fact has one of these values.
  case fact(String, oneOf: [Value])
  /// The command's field has one of these values.
  case field(String, oneOf: [Value])
  /// The number fact is at least this.
  case reached(fact: String, Int64)
  /// The date, of a fact or of the command's field, lies less than that long before today.
  case recent(Subject, Length)
  /// The joint decision came out as this option; counted with the vote that the command itself casts.
  case decided(String, option: String)
  /// Everyone has voted, and it is not decided.
  case divided(String)
  /// It has been in the state at least so many times, this time included.
  case visited(String, atLeast: Int)
  /// It is in one of these states.
  case state([String])
  /// The deadline has passed at least so many times since a command last made it begin.
  case expired(String, times: Int)
  /// Someone takes part in this role.
  case party(String)
  /// The children of a machine.
  case children(Children)
  /// In a child: the guard is about the case.
  case root(Guard)

  public enum Subject: Hashable, Sendable {
    case fact(String)
    case field(String)
  }

  /// A condition on how many children of a machine there are of some sort.
  public struct Children: Hashable, Sendable {
    public enum Quantity: Hashable, Sendable {
      case some
      case none
      case every
      case atLeast(Int)
    }

    public var machine: String
    public var quantity: Quantity
    /// In which states; any, when empty.
    public var states: [String]
    /// What else must hold, for the child.
    public var condition: Guard?

    public init(_ machine: String, _ quantity: Quantity, in states: [String] = [], where condition: Guard? = nil) {
      self.machine = machine
      self.quantity = quantity
      self.states = states
      self.condition = condition
    }
  }
}
