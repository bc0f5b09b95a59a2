/// The fields of a command that say who a case is about, so that two cases about one person are found: see `docs/decisions/0066`. What the service
/// compares is made of these fields and of nothing else.
public struct IdentityMatch: Hashable, Sendable {
  /// The command of the case that records the person. It has these five fields and no other.
  public var command: String
  public var surname: String
  public var prefix: String
  public var given: String
  public var initials: String
  public var born: String
  /// The states of the case in which it is found, and in which the mark of the person is kept.
  public var states: [String]
  /// Whoever takes part in this role is told, and is whom the other case is told to ask. Nobody else learns of it.
  public var contact: String
  /// The machine of the child that a case gets for each other case that may be about the same person.
  public var found: String
  public var ground: String
  /// A case of which this holds neither asks nor is found: its processing is restricted, say.
  public var unless: Guard?
  /// The joint decision of the case with whose outcome is asked at once, and not at the next fixed moment.
  public var ask: State.Outcome?

  /// The fact of ``found`` that names the organisation to ask. The service sets it; no command does.
  public static let contactFact = "contact"
  /// How often, at most, a person in a case is recorded anew by the word of one person.
  public static let mostChanges = 3

  public init(
    command: String,
    surname: String,
    prefix: String,
    given: String,
    initials: String,
    born: String,
    states: [String],
    contact: String,
    found: String,
    ground: String,
    unless: Guard? = nil,
    ask: State.Outcome? = nil
  ) {
    self.command = command
    self.surname = surname
    self.prefix = prefix
    self.given = given
    self.initials = initials
    self.born = born
    self.states = states
    self.contact = contact
    self.found = found
    self.ground = ground
    self.unless = unless
    self.ask = ask
  }

  /// The five fields, each with its key in the file.
  var parts: [(key: String, field: String)] {
    [("surname", surname), ("prefix", prefix), ("given", given), ("initials", initials), ("born", born)]
  }
}
