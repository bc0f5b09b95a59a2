import Foundation
import Testing

@testable import Messaging

/// A list of objects that comes in parts.
@Suite struct ListedObjectsTests {
  private func objects(_ text: String, parts size: Int, longest: Int = 100) throws -> (
    found: [String], isComplete: Bool
  ) {
    var objects = ListedObjects(longest: longest)
    let bytes = Array(text.utf8)
    let found = try stride(from: 0, to: bytes.count, by: size).flatMap { start in
      try objects.take(bytes[start..<min(start + size, bytes.count)])
    }
    return (found.map { String(decoding: $0, as: UTF8.self) }, objects.isComplete)
  }

  @Test("Wherever it is divided, its objects are the same", arguments: 1...20) func divided(size: Int) throws {
    let listed = [#"{"a":"}]\\\"{","b":[{"c":[]},{}]}"#, "{}", #"{"é":"\\"}"#]
    let text = " [ \(listed[0]),\r\n\t\(listed[1]) , \(listed[2])\n]\n"
    let (found, isComplete) = try objects(text, parts: size)
    #expect(found == listed && isComplete)
  }

  @Test("One that is broken off is not complete", arguments: ["", "[", "[{}", "[{},", #"[{"a":"]"#, "[{}]"])
  func brokenOff(text: String) throws {
    #expect(try objects(text, parts: 1).isComplete == (text == "[{}]"))
  }

  @Test(
    "What is no list of objects is none",
    arguments: ["{}", "7", "[7]", "[[]]", #"["a"]"#, "[{}]]", "[{}}]", "[]x"]
  )
  func others(text: String) {
    #expect(throws: ListedObjects.Fault.self) { try objects(text, parts: 1) }
  }

  @Test("An object has a limit, the list has none") func limits() throws {
    let object = #"{"a":"\#(String(repeating: "x", count: 92))"}"#
    let list = "[" + Array(repeating: object, count: 50).joined(separator: ",") + "]"
    #expect(try objects(list, parts: 7, longest: object.utf8.count).found.count == 50)
    #expect(throws: ListedObjects.Fault.self) { try objects(list, parts: 7, longest: object.utf8.count - 1) }
  }

  @Test(
    "An object of which nothing is known yet comes as an empty list",
    arguments: [
      (#"[{"connection_details":{"name":"c"}}]"#, ["c"]), (#"[[],{"connection_details":{"name":"c"}}]"#, [nil, "c"]),
      (#"[{"connection_details":[],"user":"u"}]"#, [nil]), (#"[[1]]"#, nil), (#"["c"]"#, nil),
    ] as [(String, [String?]?)]
  )
  func unknown(text: String, names: [String?]?) throws {
    func read() throws -> [String?] {
      try JSONDecoder().decode([ObjectOrEmptyList<ChannelDescription>].self, from: Data(text.utf8))
        .map { $0.object?.connection_details?.object?.name }
    }
    guard let names else {
      #expect(throws: DecodingError.self) { try read() }
      return
    }
    #expect(try read() == names)
  }
}
