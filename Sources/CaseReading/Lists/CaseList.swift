public import CaseCore
import OrderedCollections

/// Some of the cases that somebody asked for, in the order that was asked for.
public struct CaseList: Sendable {
  public var cases: [CaseView] = []
  /// Those that cannot be read, so that nobody knows whether they were asked for.
  public var unreadable: [UnreadableCase] = []
  /// Read on from here; `nil` at the end.
  public var next: ListPlace?
}

/// In which order cases are listed. The raw values are those of the API.
public enum CaseOrder: String, Sendable, CaseIterable {
  /// By their ids: an order that does not change.
  case id
  /// By the first moment at which a deadline that the reader sees is due; those without one last.
  case due = "uiterlijkTijdstip"
  /// The other way round.
  case dueLast = "-uiterlijkTijdstip"
  /// By the day on which the phase began, for whoever sees the phase; those of which that is not shown last.
  case phase = "faseSinds"
  /// The other way round.
  case phaseLast = "-faseSinds"

  /// Whether what comes last in the other order comes first.
  var isReversed: Bool { self == .dueLast || self == .phaseLast }
}

extension CaseView {
  /// The first moment at which a deadline that the reader sees is due; `nil` when none counts on.
  public var due: Instant? { deadlines.compactMap(\.due).min() }

  /// Whether a deadline that the reader sees is over.
  public var isOverdue: Bool { deadlines.contains { $0.standing == .overdue } }

  /// Whether a deadline that the reader sees stands still.
  public var isSuspended: Bool { deadlines.contains { $0.standing == .suspended } }

  /// The roles that must act in what the reader sees of the case.
  public var awaitedRoles: Set<String> {
    let children = instance.children.keys.filter { child in
      visibility.children.contains(child) && maySee(state: instance.children[child]?.state ?? "", child: child)
    }
    let parts: [String?] = (isOpen ? [nil] : []) + children.map(Optional.some)
    return Set(parts.flatMap { awaited(in: $0) }.map(\.role))
  }
}
