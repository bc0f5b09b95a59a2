public import CaseCore
import OrderedCollections

extension CaseView {
  /// The first moment at which a deadline that the reader sees is due; `nil` when none counts on.
  public var due: Instant? { deadlines.compactMap(\.due).min() }

  /// Whether a deadline that the reader sees stands still.
  public var isSuspended: Bool { deadlines.contains { $0.standing == .suspended } }

  /// The roles that must act in what the reader sees of the case.
  var awaitedRoles: Set<String> {
    let children = instance.children.keys.filter { child in
      visibility.children.contains(child) && maySee(state: instance.children[child]?.state ?? "", child: child)
    }
    let parts: [String?] = (isOpen ? [nil] : []) + children.map(Optional.some)
    return Set(parts.flatMap { awaited(in: $0) }.map(\.role))
  }
}
