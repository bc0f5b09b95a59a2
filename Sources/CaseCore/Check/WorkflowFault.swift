/// Something wrong with a workflow, and where.
public struct WorkflowFault: Error, Hashable, Sendable {
  /// What a fault was concluded from, besides what is at its own path.
  public enum Basis: Hashable, Sendable {
    /// The names that are declared in this group, whatever they stand for.
    case names(in: [String])
    /// Everything at this path.
    case all(of: [String])
  }

  /// The keys from the top of the workflow to the place, and the number of an item in a list, from 0. They are those of the
  /// file, except that a single item may be in the file without its list, and that a deadline of one state (here in the
  /// `after` of its machine) may be in that state.
  public var path: [String]
  /// A Dutch sentence.
  public var message: String
  public var basis: [Basis]
  /// Why a term cannot be counted, when that is the fault. Its sentence, in `DutchMessages`, comes after the message.
  public var cause: DeadlineError?

  /// - Parameter basis: by default, everything at the path.
  public init(_ path: [String], _ message: String, basis: [Basis]? = nil, cause: DeadlineError? = nil) {
    self.path = path
    self.message = message
    self.basis = basis ?? [.all(of: path)]
    self.cause = cause
  }

  /// Whether something is used that is not declared.
  public var isUnknownName: Bool { basis.contains { if case .names = $0 { true } else { false } } }

  /// Whether the fault may be only a consequence of a fault at another path. Then that one is to be mended first.
  public func mayFollow(from damage: [String]) -> Bool {
    path.starts(with: damage)
      || basis.contains { basis in
        switch basis {
        case .names(let group): group.starts(with: damage)
        case .all(let place): place.starts(with: damage) || damage.starts(with: place)
        }
      }
  }
}
