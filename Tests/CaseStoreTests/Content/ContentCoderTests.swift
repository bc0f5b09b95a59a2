import CaseCore
import CaseStore
import Foundation
import Testing

@Suite("The form of encrypted content") struct ContentCoderTests {
  @Test("what is written is what is read, and the same content is the same bytes", arguments: [1, 20_261, 3_141_592])
  func roundTrip(seed: UInt64) throws {
    var random = RandomContent(seed: seed)
    for _ in 0..<300 {
      try expectSame(random.instance(), seed)
      try expectSame(random.entry(), seed)
      try expectSame(random.answer(), seed)
    }
  }

  private func expectSame<Value: Content & Equatable>(_ value: Value, _ seed: UInt64) throws {
    let data = ContentCoder.encode(value)
    let read = try ContentCoder.decode(Value.self, from: data)
    #expect(read == value, "seed \(seed)")
    #expect(ContentCoder.encode(read) == data, "seed \(seed)")
  }

  @Test("the ends of each range are kept", arguments: [Int64.min, -1, 0, 1, 63, 64, -64, -65, 8_191, 8_192, .max])
  func numbers(number: Int64) throws {
    try expectSame(Value.number(number), 0)
    try expectSame(Value.list([.number(number), .list([])]), 0)
  }

  @Test("content cut short, or with more behind it, is refused and never a crash", arguments: [7, 77])
  func cutShort(seed: UInt64) throws {
    var random = RandomContent(seed: seed)
    for _ in 0..<40 {
      let data = ContentCoder.encode(random.instance())
      for length in 0..<data.count {
        #expect(throws: StoreError.self, "seed \(seed)") {
          try ContentCoder.decode(Case.self, from: data.prefix(length))
        }
      }
      #expect(throws: StoreError.self) { try ContentCoder.decode(Case.self, from: data + [0]) }
    }
  }

  @Test("whatever the bytes, reading ends: with a value or an error", arguments: [5, 55]) func spoilt(seed: UInt64) {
    var random = RandomContent(seed: seed)
    for _ in 0..<500 {
      var data = ContentCoder.encode(random.entry())
      for _ in 0..<3 { data[Int.random(in: 1..<data.count, using: &random.generator)] = random.generator.byte() }
      // Either outcome is right: these bytes would not have passed authentication.
      _ = try? ContentCoder.decode(EntryContent.self, from: data)
    }
  }

  /// Content is kept for as long as its case. Bytes once written must be read for ever: this one may never change.
  @Test("the first version is still read") func firstVersion() throws {
    let entry = EntryContent(
      subject: "someone",
      fields: ["day": .date(CivilDate(dayNumber: 20_000)), "text": .text("é")],
      changes: [.entered(state: "open"), .rungFired(deadline: "keep", rung: 1)]
    )
    let written =
      "010107736f6d656f6e650203646179"
      + "01c0b802" + "0474657874" + "0002c3a9" + "02" + "00046f70656e" + "06046b65657002"
    #expect(ContentCoder.encode(entry).map { String(format: "%02x", $0) }.joined() == written)
    #expect(try ContentCoder.decode(EntryContent.self, from: ContentCoder.encode(entry)) == entry)
  }

  @Test("what has nothing new in it is written as before, and what has is of the second version") func secondVersion()
    throws
  {
    var instance = Case(workflow: "w", version: "1", machine: "m", region: "r", at: .min)
    let running = RunningDeadline(generation: 1, startedAt: .min, dueAt: .max, rungs: [])
    instance.root.deadlines["keep"] = running
    let before = ContentCoder.encode(instance)
    #expect(before.first == 1)
    instance.root.deadlines["keep"]?.repetition = Repetition(first: .min, number: 2)
    instance.root.passed["keep"] = CivilDate(dayNumber: 20_000)
    let after = ContentCoder.encode(instance)
    #expect(after.first == 2)
    #expect(try ContentCoder.decode(Case.self, from: after) == instance)
    #expect(try ContentCoder.decode(Case.self, from: before).root.deadlines["keep"] == running)
  }

  @Test("another version is refused") func otherVersion() {
    var data = ContentCoder.encode(Value.number(1))
    data[0] = 3
    #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: data) }
  }
}
