/// Who reads an entry of a journal, beside oversight, which reads all of them. Whatever asks that asks it here.
///
/// - A role of the audience reads it, from the entry on that brought its organisation in. A part in a child reads entries about that
///   child, and the one that made it, which may be about another.
/// - The organisation that recorded it reads it, in the role in which it was recorded. Who moved it here from another case did not record it.
/// - An organisation that was named reads it, in the roles that the workflow gives for that.
///
/// The last two go by no first revision: who recorded it knew it, and who was named was meant. They hold while the organisation takes part
/// in that role, for people who act in it.
public struct EntryReaders: Hashable, Sendable {
  private let revision: Int64
  private let child: String?
  private let audience: [String]
  private let sender: String?
  private let role: String?
  private let named: NamedReaders?

  /// - Parameters:
  ///   - child: that the entry is about; `nil` for the case itself.
  ///   - sender: the organisation that recorded it; `nil` for the clock.
  ///   - role: in which it did.
  ///   - named: with whom it is shared; `nil` also where nobody looked.
  public init(
    revision: Int64,
    child: String?,
    audience: [String],
    sender: String?,
    role: String?,
    named: NamedReaders?
  ) {
    self.revision = revision
    self.child = child
    self.audience = audience
    self.sender = sender
    self.role = role
    self.named = named
  }

  public init(_ entry: Entry) {
    self.init(
      revision: entry.revision,
      child: entry.child,
      audience: entry.audience,
      sender: entry.isTransferred ? nil : entry.actor?.organisation,
      role: entry.role,
      named: entry.sharedWith
    )
  }

  /// The roles in which an organisation reads the entry, of those that it holds in one place.
  /// - Parameters:
  ///   - held: the roles that open something there.
  ///   - names: the number of the organisation, and those of the organisations in whose place it came in the case.
  ///   - place: a child in which it has a part; `nil` for the case itself.
  ///   - since: the first revision that is open to it there.
  public func roles(_ held: Set<String>, of names: Set<String>, in place: String?, since: Int64) -> Set<String> {
    let isHere = place == nil || place == child
    var reading: Set<String> = []
    if isHere ? revision >= since : revision == since { reading.formUnion(held.intersection(audience)) }
    if isHere, let sender, let role, names.contains(sender), held.contains(role) { reading.insert(role) }
    if place == nil, let named, !names.isDisjoint(with: named.organisations) {
      reading.formUnion(held.intersection(named.roles))
    }
    return reading
  }
}

extension Entry {
  fileprivate var isTransferred: Bool { if case .transferred = cause { true } else { false } }
}
