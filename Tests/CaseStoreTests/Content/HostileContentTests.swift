import CaseCore
import Foundation
import StoreBase
import Testing

/// Bytes that nobody wrote.
@Suite("Content in no form") struct HostileContentTests {
  private static let endless = [UInt8](repeating: 0xff, count: 9)

  private static let cases: [(String, [UInt8])] = [
    ("a length of 64 bits", [0x0a] + endless + [0x01]),
    ("a length of 63 bits", [0x0a] + endless.dropLast() + [0x7f]),
    ("a number of 65 bits", [0x20] + endless + [0x03]),
    ("a number without an end", [0x20] + endless + [0xff, 0x01]),
    ("the number 0 for a field", [0x02, 0x00]),
    ("a field number of 30 bits", [0x82, 0x80, 0x80, 0x80, 0x10, 0x00]),
    ("a group", [0x0b, 0x0c]),
    ("a number for a text", [0x08, 0x01]),
    ("a text for a number", [0x22, 0x01, 0x01]),
    ("a fixed width for a number", [0x21, 1, 2, 3, 4, 5, 6, 7, 8]),
    ("a number for a message", [0x28, 0x01]),
    ("a message that goes past the end of the one around it", [0x2a, 0x03, 0x0a, 0x05, 0x61, 0x20, 0x02]),
    ("a text that is not UTF-8", [0x0a, 0x01, 0xff]),
    ("two children with one id", [0x32, 0x05, 0x0a, 0x01, 0x61, 0x12, 0x00, 0x32, 0x05, 0x0a, 0x01, 0x61, 0x12, 0x00]),
  ]

  @Test("is refused", arguments: cases) func refused(what: String, bytes: [UInt8]) {
    #expect(throws: StoreError.self, "\(what)") { try ContentCoder.decode(Case.self, from: Data([3] + bytes)) }
  }

  @Test("a choice is one field, in the form that it has") func choice() {
    // An answer that lapsed, as a number; one that lapsed and was used before; two values in one.
    #expect(throws: StoreError.self) { try ContentCoder.decode(Answer.self, from: Data([3, 0x18, 0x01])) }
    #expect(throws: StoreError.self) { try ContentCoder.decode(Answer.self, from: Data([3, 0x1a, 0, 0x22, 0])) }
    #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: Data([3, 0x18, 2, 0x18, 4])) }
  }

  @Test("a number of 65 bits is refused in the former forms too") func former() {
    #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: Data([2, 2] + Self.endless + [3])) }
    #expect(throws: Never.self) { try ContentCoder.decode(Value.self, from: Data([2, 2] + Self.endless + [1])) }
  }

  @Test("of a field that is there twice the last one counts") func twice() throws {
    #expect(try ContentCoder.decode(Case.self, from: Data([3, 0x20, 0x02, 0x20, 0x04])).revision == 2)
  }

  @Test("lists in each other are refused before they use up the stack, in the former forms too") func deep() {
    // Each level is a value with a list with one value; written from the inside out.
    var reversed: [UInt8] = []
    for _ in 0..<50_000 {
      for tag in [0x0a, 0x32] as [UInt8] {
        reversed += variable(reversed.count).reversed()
        reversed.append(tag)
      }
    }
    #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: Data([3] + reversed.reversed())) }
    var former: [UInt8] = [2]
    for _ in 0..<50_000 { former += [5, 1] }
    #expect(throws: StoreError.self) { try ContentCoder.decode(Value.self, from: Data(former + [2, 0])) }
  }

  @Test("the deepest value of a request is read") func deepEnough() throws {
    let value = (0..<16).reduce(Value.number(1)) { inner, _ in .list([inner]) }
    let entry = EntryContent(subject: nil, fields: [:], changes: [.inChild("a", .set(fact: "b", value: value))])
    #expect(try ContentCoder.decode(EntryContent.self, from: ContentCoder.encode(entry)) == entry)
  }

  private func variable(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + variable(value >> 7)
  }
}
