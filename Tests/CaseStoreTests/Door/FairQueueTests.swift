import Testing

@testable import CaseDoor

@Suite("Whoever waits, by whose it is") struct FairQueueTests {
  private static func line(_ owners: String) -> FairQueue<String> {
    var line = FairQueue<String>()
    for (number, owner) in owners.enumerated() { line.append("\(owner)\(number)", of: "\(owner)") }
    return line
  }

  @Test("One owner alone has all of it, in its order") func alone() {
    var line = Self.line("aaaaa")
    #expect(line.take(atMost: 4) == ["a0", "a1", "a2", "a3"])
    #expect(line.take(atMost: 4) == ["a4"])
    #expect(line.take(atMost: 4) == [])
  }

  @Test("One that comes after a flood is among the next, and takes as many with it as it has itself") func flood() {
    var line = Self.line("aaaaaaaaab")
    #expect(line.take(atMost: 16) == ["a0", "b9"])
    #expect(line.take(atMost: 16) == ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"])
  }

  @Test("More owners than places: those who were left out are the first the next time") func manyOwners() {
    var line = Self.line("aabbccdd")
    #expect(line.take(atMost: 3) == ["a0", "b2", "c4"])
    #expect(line.take(atMost: 3) == ["d6", "a1", "b3"])
    #expect(line.take(atMost: 3) == ["c5", "d7"])
    #expect(line.count == 0)
  }

  @Test("In a full line the youngest of who has most makes room for who has less") func room() {
    var line = Self.line("abaa")
    #expect(line.makeRoom(for: "c") == "a3")
    #expect(line.makeRoom(for: "b") == nil, "it would have more than the other then")
    #expect(line.makeRoom(for: "a") == nil)
    #expect(line.count == 3)
  }

  @Test("Who gives up leaves, and an owner with nothing left has no turn") func givesUp() {
    var line = Self.line("aba")
    #expect(line.remove { $0 == "b1" } == "b1")
    #expect(line.remove { $0 == "b1" } == nil)
    #expect(line.take(atMost: 5) == ["a0", "a2"])
  }
}
