import Synchronization

/// How many commands were answered for the first time, by which whoever does harm sees that work goes on.
final class Progress: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  func answered() { count.add(1, ordering: .relaxed) }
}
