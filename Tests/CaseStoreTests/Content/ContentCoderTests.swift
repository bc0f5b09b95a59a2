import CaseCore
import DutchMessages
import Foundation
import StoreBase
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

  @Test("what is told and not kept could be kept") func notKept() throws {
    for levels in [["hoog", "midden"], []] {
      try expectSame(Answer.refused(.insufficientAuthentication(rule: "Sterker.", levels: levels)), 0)
    }
  }

  @Test("content cut short is never read as what it was, and never a crash", arguments: [7, 77])
  func cutShort(seed: UInt64) throws {
    var random = RandomContent(seed: seed)
    for _ in 0..<40 {
      let instance = random.instance()
      let data = ContentCoder.encode(instance)
      for length in 0..<data.count {
        // Between two fields it is a whole value with less in it: that nothing was cut off, authentication tells.
        let read = try? ContentCoder.decode(Case.self, from: data.prefix(length))
        #expect(read != instance, "seed \(seed)")
      }
      #expect(throws: StoreError.self) { try ContentCoder.decode(Case.self, from: data + [0]) }
    }
  }

  @Test("whatever the bytes, reading ends: with a value or an error", arguments: [5, 55]) func spoilt(seed: UInt64) {
    var random = RandomContent(seed: seed)
    for _ in 0..<500 {
      var data = ContentCoder.encode(random.entry())
      // An empty one is its form and nothing more.
      guard data.count > 1 else { continue }
      for _ in 0..<3 { data[Int.random(in: 1..<data.count, using: &random.generator)] = random.generator.byte() }
      // Either outcome is right: these bytes would not have passed authentication.
      _ = try? ContentCoder.decode(EntryContent.self, from: data)
    }
  }

  @Test("what a later release added to a value is kept when that is written again, and makes no difference")
  func laterFields() throws {
    var random = RandomContent(seed: 9)
    var instance = random.instance()
    let before = ContentCoder.encode(instance)
    // Field 100 with a number, field 101 with a text.
    let added: [UInt8] = [0xa0, 0x06, 0x07, 0xaa, 0x06, 0x01, 0x78]
    instance.later.bytes = added
    instance.root.later.bytes = added
    var party = Party(organisation: "o", roles: [], since: 1)
    party.later.bytes = added
    instance.root.parties.append(party)
    let data = ContentCoder.encode(instance)
    let read = try ContentCoder.decode(Case.self, from: data)
    #expect(read == instance)
    #expect(read.later.bytes == added && read.root.later.bytes == added)
    #expect(read.root.parties.last?.later.bytes == added)
    #expect(ContentCoder.encode(read) == data && data.count > before.count)
  }

  @Test("a choice that is not known, or none, is refused") func unknownChoice() {
    for bytes in [[], [0x9a, 0x06, 0x00]] as [[UInt8]] {
      #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: Data([3] + bytes)) }
    }
  }

  @Test("another form is refused") func otherForm() {
    var data = ContentCoder.encode(Value.number(1))
    for form in [0, 4, 255] as [UInt8] {
      data[0] = form
      #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: data) }
    }
  }
}
