import Foundation
import Testing

/// A message of the log is a fixed text, so that whoever searches finds all of its kind; what differs is in the metadata.
@Suite("What is logged") struct LogTests {
  @Test("No message has something of the moment in it") func messages() throws {
    var calls = 0
    for source in try SwiftSource.all() {
      for call in Self.calls(in: source.text) {
        calls += 1
        #expect(!Self.isMade(call), "\(source.name): \(call)")
      }
    }
    #expect(calls > 40)
  }

  @Test("One that has is found") func planted() throws {
    let text = #"logger.info("x \(y)", metadata: ["z": "\(z)"]); logger.log(level: a(b), "x", metadata: ["z": "\(z)"])"#
    #expect(Self.calls(in: text).map(Self.isMade) == [true, false])
  }

  /// What may be in a log is decided when a name comes into the table, and not at each call.
  @Test("Metadata has the names of the page, and no other") func names() throws {
    let page = try String(contentsOf: Program.root.appending(path: "docs/operations/observing.md"), encoding: .utf8)
    let chapter = page.components(separatedBy: "### ").first { $0.hasPrefix("Names in metadata") } ?? ""
    let cells = chapter.split(separator: "\n").filter { $0.hasPrefix("| `") }.map {
      $0.dropFirst(2).prefix { $0 != "|" }
    }
    let listed = Set(cells.flatMap { cell in cell.matches(of: /`([^`]+)`/).map { String($0.output.1) } })
    let used = try SwiftSource.all().reduce(into: Set<String>()) { $0.formUnion(Self.names(in: $1.text)) }
    #expect(used.subtracting(listed) == [], "logged, and not in the table")
    #expect(listed.subtracting(used) == [], "in the table, and not logged")
  }

  @Test("A name is found wherever it is written") func plantedNames() {
    let text = #"""
      logger.info("x", metadata: ["one": "\(a.joined(separator: ", "))", "two": "\(b ?? "none")"])
      metadata["three"] = "x"
      let metadata: Logger.Metadata = ["four": "x"]
      """#
    #expect(Self.names(in: text) == ["one", "two", "three", "four"])
  }

  private static func names(in text: String) -> Set<String> {
    let lists = calls(in: text).compactMap { call in call.firstRange(of: "metadata:").map { call[$0.upperBound...] } }
    let made = text.matches(of: /Logger\.Metadata(?: =)? (?:\{ )?\[[^\]]*\]/).map(\.output)
    let named = (lists + made).flatMap { $0.matches(of: /"([A-Za-z. ]+)":/).map { String($0.output.1) } }
    let set = text.matches(of: /etadata\["([^"]+)"\] =/).map { String($0.output.1) }
    return Set(named + set)
  }

  /// Each from its name to the end of its arguments.
  private static func calls(in text: String) -> [Substring] {
    text.ranges(of: /[lL]ogger\??\.(?:trace|debug|info|notice|warning|error|critical|log)\(/).map { name in
      var open = 1
      let rest = text[name.upperBound...].prefix { character in
        if character == "(" { open += 1 }
        if character == ")" { open -= 1 }
        return open > 0
      }
      return text[name.lowerBound..<rest.endIndex]
    }
  }

  private static func isMade(_ call: Substring) -> Bool {
    let message = call.firstRange(of: "metadata:").map { call[..<$0.lowerBound] } ?? call
    return message.contains(#"\("#)
  }
}
