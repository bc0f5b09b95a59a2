import SeededRandom
import Testing

/// The seed of a property test. It is the test's argument, so a failure prints it; add the printed number to ``some`` to
/// see the same failure again.
struct Seed: Sendable, Hashable, CustomTestStringConvertible, CustomStringConvertible {
  let value: UInt64

  /// Two that never change, and one that is new in every run.
  static let some = [Seed(value: 1), Seed(value: 20_260_504), Seed(value: .random(in: 0...UInt64.max))]

  var generator: SeededGenerator { SeededGenerator(seed: value) }
  var description: String { "seed \(value)" }
  var testDescription: String { description }
}
