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
  /// The command rests on one of these grounds.
  case ground([String])
  /// The number fact is at least this.
  case reached(fact: String, Int64)
  /// The date, of a fact or of the command's field, is less than this long before today.
  case recent(Subject, Length)
  /// The joint decision has this option as its outcome; the vote of the command itself counts.
  case decided(String, option: String)
  /// Everyone has voted, and there is no outcome.
  case divided(String)
  /// The state was entered at least this many times, including this time.
  case visited(String, atLeast: Int)
  /// It is in one of these states.
  case state([String])
  /// The deadline has expired at least this many times since a command last made it begin.
  case expired(String, times: Int)
  /// Someone takes part in this role.
  case party(String)
  /// Whoever gives the command acts for the organisation that is named there, or for one of them.
  case sender(Subject)
  /// The organisation that is named there, or one of them, has a vote in the joint decision that counts now; with `option`, for the option
  /// that is chosen there. Where the command itself votes, only the votes of other organisations are looked at.
  case voted(String, by: Subject, option: Subject?)
  /// The children of a machine.
  case children(Children)
  /// In a child: the guard is about the case.
  case root(Guard)

  public enum Subject: Hashable, Sendable {
    case fact(String)
    case field(String)
  }

  /// A condition on the number of children of a machine.
  public struct Children: Hashable, Sendable {
    public enum Quantity: Hashable, Sendable {
      case some
      case none
      case every
      case atLeast(Int)
    }

    public var machine: String
    public var quantity: Quantity
    /// The states of the children; any, when empty.
    public var states: [String]
    /// A further condition on the child.
    public var condition: Guard?

    public init(_ machine: String, _ quantity: Quantity, in states: [String] = [], where condition: Guard? = nil) {
      self.machine = machine
      self.quantity = quantity
      self.states = states
      self.condition = condition
    }
  }
}
