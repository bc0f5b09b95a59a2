/// A time in which the database does not answer: told once when it begins and once when it ends, with pauses that double
/// between the attempts.
struct Outage {
  private var failures = 0

  /// - Returns: whether it begins now.
  mutating func begins() -> Bool {
    failures += 1
    return failures == 1
  }

  /// - Returns: whether there was one.
  mutating func ends() -> Bool {
    defer { failures = 0 }
    return failures > 0
  }

  var pause: Duration? {
    guard failures > 0 else { return nil }
    let doubled = Duration.milliseconds(100) * (1 << min(failures - 1, 6))
    return min(doubled, .seconds(5)) * Double.random(in: 0.5...1)
  }
}
