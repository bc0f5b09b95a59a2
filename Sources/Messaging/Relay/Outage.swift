/// A time in which the database does not answer: the pauses between the attempts double.
struct Outage {
  private var failures = 0

  mutating func met() { failures += 1 }

  mutating func over() { failures = 0 }

  var pause: Duration? {
    guard failures > 0 else { return nil }
    let doubled = Duration.milliseconds(100) * (1 << min(failures - 1, 6))
    return min(doubled, .seconds(5)) * Double.random(in: 0.5...1)
  }
}
