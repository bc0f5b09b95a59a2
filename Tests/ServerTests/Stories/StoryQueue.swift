import Synchronization

/// Stories to be played, each once, by whoever is free.
final class StoryQueue: Sendable {
  private let names: [String]
  private let position = Atomic<Int>(0)

  init(_ names: [String]) { self.names = names }

  /// - Returns: `nil` when there are no more.
  func next() -> String? {
    let index = position.add(1, ordering: .relaxed).oldValue
    return index < names.count ? names[index] : nil
  }

  /// How many were handed out.
  var played: Int { min(position.load(ordering: .relaxed), names.count) }
}
