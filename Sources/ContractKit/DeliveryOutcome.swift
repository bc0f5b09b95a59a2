import SeededRandom

/// What becomes of an event on its way to a partner.
enum DeliveryOutcome {
  case once, lost, twice, late
  /// It comes when the next epoch has begun.
  case afterwards

  /// Seven of ten arrive as they should.
  static func random(using random: inout SeededGenerator) -> DeliveryOutcome {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: .lost
    case 1: .twice
    case 2: .late
    default: .once
    }
  }
}
