import Testing

/// The seed of a property test. It is the test's argument, so a failure prints it; add the printed number to ``some`` to
/// see the same failure again.
struct Seed: Sendable, Hashable, CustomTestStringConvertible, CustomStringConvertible {
  let value: UInt64

  /// Two that never change, and one that is new in every run.
  static let some = [Seed(value: 1), Seed(value: 20_260_504), Seed(value: .random(in: 0...UInt64.max))]

  var generator: SplitMix64 { SplitMix64(state: value) }
  var description: String { "seed \(value)" }
  var testDescription: String { description }
}

/// Steele, Lea and Flood's SplitMix64: small, and the same on every machine.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
