import Chaos
import Testing

/// The rule by which a client counts its events, over epochs that it hears of late or only afterwards.
@Suite struct EventNumbersTests {
  private static func numbers(upTo last: Int64) -> EventNumbers {
    var numbers = EventNumbers()
    _ = numbers.learn(.init(name: "1", start: 1))
    for number in 1...last { _ = numbers.note(.init(epoch: "1", number: number)) }
    return numbers
  }

  @Test("What stays away within an epoch is missing, and what a stand tells of too")
  func gaps() {
    var numbers = Self.numbers(upTo: 3)
    _ = numbers.note(.init(epoch: "1", number: 6))
    numbers.tell(.init(epoch: "1", number: 8))
    #expect(numbers.missing() == [4, 5, 7, 8])
  }

  @Test("A new epoch takes back what had its numbers, and what the former one owed is owed still")
  func newEpoch() {
    var numbers = Self.numbers(upTo: 150)
    let (isNew, isNewAgain) = (numbers.learn(.init(name: "2", start: 101)), numbers.learn(.init(name: "2", start: 101)))
    #expect(isNew && !isNewAgain)
    #expect(numbers.missing() == [] && numbers.last == 100)
    #expect(numbers.holds(.init(epoch: "1", number: 100)) && !numbers.holds(.init(epoch: "1", number: 101)))
    let comesTooLate = !numbers.note(.init(epoch: "1", number: 120))
    #expect(comesTooLate)
    _ = numbers.note(.init(epoch: "2", number: 102))
    #expect(numbers.missing() == [101])
    _ = numbers.learn(.init(name: "3", start: 110))
    #expect(numbers.missing() == [101] + Array(103...109))
  }

  @Test("An epoch of which nothing came is seen in the list of epochs, and what was told in it is asked for")
  func skippedEpoch() {
    var numbers = Self.numbers(upTo: 150)
    _ = numbers.learn(.init(name: "3", start: 151))
    #expect(numbers.missing() == [], "by what came it cannot be known")
    _ = numbers.learn(.init(name: "2", start: 101))
    #expect(numbers.missing() == Array(101...150))
    #expect(!numbers.holds(.init(epoch: "1", number: 130)))
    for number in 101...150 { _ = numbers.note(.init(epoch: "2", number: Int64(number))) }
    #expect(numbers.missing() == [])
  }
}
