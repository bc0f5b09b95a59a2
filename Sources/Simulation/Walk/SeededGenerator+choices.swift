import SeededRandom

extension SeededGenerator {
  /// From 0 up to and excluding a limit of at least 1.
  mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  /// True once in so many times, on average.
  mutating func once(in times: Int) -> Bool { number(below: times) == 0 }

  /// One of them; `nil` when there is none.
  mutating func pick<Thing>(_ things: [Thing]) -> Thing? {
    things.isEmpty ? nil : things[number(below: things.count)]
  }
}
