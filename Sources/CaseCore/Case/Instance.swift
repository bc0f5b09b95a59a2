/// The present state of one machine of a case: of the case itself, or of one of its children.
public struct Instance: Hashable, Sendable {
  /// Read many times at every step, and changed a few: so what it consists of is handed on as one, and not part by part.
  private var box: Box

  public var machine: String {
    get { box.parts.machine }
    _modify {
      makeOwn()
      yield &box.parts.machine
    }
  }
  public var state: String {
    get { box.parts.state }
    _modify {
      makeOwn()
      yield &box.parts.state
    }
  }
  public var facts: [String: Value] {
    get { box.parts.facts }
    _modify {
      makeOwn()
      yield &box.parts.facts
    }
  }
  /// The votes of the present visit, by joint decision.
  public var votes: [String: [Vote]] {
    get { box.parts.votes }
    _modify {
      makeOwn()
      yield &box.parts.votes
    }
  }
  /// The persons who stepped back from a joint decision, by its name; see ``Actor/subject``.
  public var recused: [String: [String]] {
    get { box.parts.recused }
    _modify {
      makeOwn()
      yield &box.parts.recused
    }
  }
  /// Of the case: every party, present and former. Of a child: every organisation with a part in it.
  public var parties: [Party] {
    get { box.parts.parties }
    _modify {
      makeOwn()
      yield &box.parts.parties
    }
  }
  public var deadlines: [String: RunningDeadline] {
    get { box.parts.deadlines }
    _modify {
      makeOwn()
      yield &box.parts.deadlines
    }
  }
  /// How often each deadline was started: the generation of the next is one more.
  public var generations: [String: Int] {
    get { box.parts.generations }
    _modify {
      makeOwn()
      yield &box.parts.generations
    }
  }
  public var visits: [String: Int] {
    get { box.parts.visits }
    _modify {
      makeOwn()
      yield &box.parts.visits
    }
  }
  /// For each deadline that begins on a day of the case: the last such day by which it expired. It does not expire by that
  /// day again, however often it starts.
  public var passed: [String: CivilDate] {
    get { box.parts.passed }
    _modify {
      makeOwn()
      yield &box.parts.passed
    }
  }
  public var later: LaterFields {
    get { box.parts.later }
    _modify {
      makeOwn()
      yield &box.parts.later
    }
  }

  /// An instance to which nothing has happened yet.
  public init(machine: String) { box = Box(Parts(machine: machine)) }

  /// The organisation as a party now; `nil` when it is none, or no longer.
  public func party(_ organisation: String) -> Party? {
    box.parts.parties.first { $0.organisation == organisation && $0.until == nil }
  }

  public static func == (one: Instance, other: Instance) -> Bool {
    one.box === other.box || one.box.parts == other.box.parts
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(box.parts) }

  private struct Parts: Hashable, Sendable {
    var machine: String
    var state: String = ""
    var facts: [String: Value] = [:]
    var votes: [String: [Vote]] = [:]
    var recused: [String: [String]] = [:]
    var parties: [Party] = []
    var deadlines: [String: RunningDeadline] = [:]
    var generations: [String: Int] = [:]
    var visits: [String: Int] = [:]
    var passed: [String: CivilDate] = [:]
    var later: LaterFields = LaterFields()
  }

  /// Sendable, though it changes: only when a single value holds it.
  private final class Box: @unchecked Sendable {
    var parts: Parts

    init(_ parts: Parts) { self.parts = parts }
  }

  private mutating func makeOwn() {
    if !isKnownUniquelyReferenced(&box) { box = Box(box.parts) }
  }
}

extension Instance: CustomReflectable {
  /// Of its members, and not of how they are handed on.
  public var customMirror: Mirror {
    Mirror(self, children: Mirror(reflecting: box.parts).children, displayStyle: .struct)
  }
}
