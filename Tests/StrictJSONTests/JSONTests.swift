import Foundation
import OrderedCollections
import SeededRandom
import StrictJSON
import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    (" {\"a\" : [1, -2, null, true, \"x\\n\\u00e9\\ud83d\\ude00\"]} ", #"{"a":[1,-2,null,true,"x\u000aé😀"]}"#),
    ("9223372036854775807", "9223372036854775807"), ("\"\\\"\\\\\\/\"", #""\"\\/""#), ("[]", "[]"), ("{}", "{}"),
  ])
  func whatIsReadIsWritten(text: String, written: String) throws {
    #expect(try JSONReader.read(Array(text.utf8)).text == written)
  }

  @Test(arguments: [
    ("1.0", 1), ("1e3", 1_000), ("1E+2", 100), ("-10e-1", -1), ("1.50e1", 15), ("0.0", 0), ("-0", 0), ("0e999", 0),
    ("92233720368547758.07e2", .max), ("-9223372036854775808", .min), ("1e18", 1_000_000_000_000_000_000),
    ("0e99999999999999999999", 0),
  ])
  func aWholeNumberIsOneHoweverItIsWritten(text: String, value: Int64) throws {
    #expect(try JSONReader.read(Array(text.utf8)) == .integer(value))
  }

  @Test(arguments: [
    ("-0.5", -0.5), ("9223372036854775808", 0x1p63), ("1e19", 1e19), ("1e400", .infinity),
    ("1e99999999999999999999", .infinity),
    ("1e-5", 1e-5),
  ])
  func anotherNumberIsNotExact(text: String, value: Double) throws {
    #expect(try JSONReader.read(Array(text.utf8)) == .decimal(value))
  }

  @Test func aNumberOfManyDigitsIsRefused() {
    let digits = String(repeating: "1", count: 65)
    #expect(throws: JSONReader.Fault.tooMuch) { try JSONReader.read(Array(digits.utf8)) }
  }

  @Test func lengthAndValuesHaveALimit() throws {
    let limits = JSONLimits(bytes: 100, depth: 4, values: 10)
    func read(_ text: String) throws { _ = try JSONReader.read(Array(text.utf8), within: limits) }
    try read("[1,2,3,4,5,6,7,8,9]")
    #expect(throws: JSONReader.Fault.tooMuch) { try read("[1,2,3,4,5,6,7,8,9,10]") }
    try read("\"" + String(repeating: "x", count: 98) + "\"")
    #expect(throws: JSONReader.Fault.tooMuch) { try read("\"" + String(repeating: "x", count: 99) + "\"") }
  }

  @Test(arguments: [
    "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "+1", "1.", ".5", "-", "1e", "tru", "nul",
    "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 2",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}", "\u{feff}1",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONReader.Fault.self) { try JSONReader.read(Array(text.utf8)) }
  }

  @Test(arguments: [[0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]])
  func whatIsNoUTF8IsRefused(bytes: [UInt8]) {
    #expect(throws: JSONReader.Fault.self) { try JSONReader.read(bytes) }
  }

  @Test func depthHasALimit() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSONReader.read(nested(JSONLimits.request.depth))
    #expect(throws: JSONReader.Fault.self) { try JSONReader.read(nested(JSONLimits.request.depth + 1)) }
    #expect(throws: JSONReader.Fault.self) { try JSONReader.read(nested(100_000)) }
  }

  @Test func anyValueComesBack() throws {
    var random = SeededGenerator(seed: .random(in: .min ... .max))
    for _ in 0..<500 {
      let value = JSON.random(depth: 4, using: &random)
      #expect(try JSONReader.read(Array(value.text.utf8)) == value, "seed \(random.seed)")
    }
  }

  /// What we take, others take as well: a text is never JSON to us alone.
  @Test func nothingIsTakenThatOthersRefuse() {
    var random = SeededGenerator(seed: .random(in: .min ... .max))
    let pieces = Array("{}[]\",:\\u0019-. tn".utf8)
    var taken = 0
    for _ in 0..<3_000 {
      var bytes = Array(JSON.random(depth: 3, using: &random).text.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = pieces.randomElement(using: &random) ?? 0
      }
      guard (try? JSONReader.read(bytes)) != nil else { continue }  // refused is always allowed
      taken += 1
      #expect(throws: Never.self, "seed \(random.seed)") {
        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      }
    }
    #expect(taken > 100)
  }
}

extension JSON {
  static func random(depth: Int, using random: inout SeededGenerator) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(.random(in: .min ... .max, using: &random))
    case 3: return .string(text(using: &random))
    case 4:
      return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
    default:
      var members: OrderedDictionary<String, JSON> = [:]
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        members[text(using: &random)] = .random(depth: depth - 1, using: &random)
      }
      return .object(members)
    }
  }

  private static func text(using random: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "/", "\u{7f}", " "]
    return String(
      String.UnicodeScalarView(
        (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in scalars.randomElement(using: &random) }
      )
    )
  }
}
