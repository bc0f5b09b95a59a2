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
