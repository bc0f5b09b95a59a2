import Foundation
import Logging
import OrderedCollections
import StrictJSON
import Testing

@testable import Server

/// The log as lines of JSON. It must fail when a value is written without its escapes, and when `LogOutput` hands over a line in parts outside of its lock.
@Suite("The log as JSON") struct LogLineTests {
  /// What ends a line, or a text, or changes how the rest looks; what is no character at all came in as bytes.
  private static let hostileValues = [
    "one\ntwo", "one\r\ntwo", #"a " and a \ and a / "#, "\u{0}\u{1}\u{8}\t\u{1B}[31m\u{7F}", "\u{85}\u{2028}\u{2029}",
    "\u{202E}\u{2066}\u{200F}", String(decoding: [0x61, 0xFF, 0xC0, 0xAF, 0xED, 0xA0, 0x80], as: UTF8.self),
    "e\u{301}\u{1F469}\u{200D}\u{1F467}", #"{"level": "critical"}"#, #"\u000a"#,
  ]

  @Test("Whatever is logged is one line, and comes back as it was", arguments: hostileValues) func hostile(
    _ value: String
  )
    throws
  {
    let logger = try Self.logging { logger in
      logger.info("a message", metadata: ["reason": "\(value)", "keys": ["\(value)"], "what": ["\(value)": "x"]])
    }
    let line = try #require(logger.lines.first)
    #expect(logger.lines.count == 1 && logger.text.hasSuffix("\n"))
    // By any reader's idea of a line.
    #expect(line.allSatisfy { !$0.isNewline })
    #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    let metadata = try JSONReader.read(Array(line.utf8))["metadata"]
    #expect(metadata?["reason"]?.string == value)
    #expect(metadata?["keys"]?.items?.first?.string == value)
    #expect(metadata?["what"]?[value]?.string == "x")
  }

  @Test("An entry has its fields, and no other") func fields() throws {
    var calls = 0
    let logged = try Self.logging { logger in
      var logger = logger
      logger[metadataKey: "owner"] = "from the logger"
      logger[metadataKey: "part"] = "from the logger"
      logger.notice("it goes on", metadata: ["part": "from the entry"])
      logger.debug("never", metadata: ["part": "\({ calls += 1 }())"])
      logger.error("it failed", error: CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "geheim"]))
    }
    #expect(logged.lines.count == 2 && calls == 0)
    let entries = try logged.lines.map { try JSONReader.read(Array($0.utf8)) }
    guard case .object(let members) = entries[0] else { throw CancellationError() }
    #expect(Array(members.keys) == ["time", "level", "label", "message", "source", "metadata"])
    #expect(entries[0]["level"] == "notice" && entries[0]["label"] == "test" && entries[0]["message"] == "it goes on")
    #expect(entries[0]["source"] == "ServerTests")
    #expect(entries[0]["metadata"] == ["owner": "from the logger", "part": "from the entry"])
    let time = try #require(entries[0]["time"]?.string)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z/) != nil, "\(time)")
    // Of an error only its type: its text may have anything in it.
    #expect(entries[1]["metadata"]?["type"] == "CocoaError" && !logged.text.contains("geheim"))
  }

  @Test("Lines of many tasks at once are not mixed") func together() async throws {
    let file = try TemporaryFolder()
    let path = try file.write("", to: "log")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    let logger = Self.logger(handle)
    let filling = String(repeating: "x", count: 9_000)
    await withDiscardingTaskGroup { group in
      for task in 0..<8 {
        group.addTask {
          for count in 0..<50 { logger.info("filled", metadata: ["number": "\(task)-\(count)", "what": "\(filling)"]) }
        }
      }
    }
    try handle.close()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let numbers = try lines.map { try JSONReader.read(Array($0.utf8))["metadata"]?["number"]?.string ?? "" }
    #expect(Set(numbers).count == 400 && numbers.count == 400)
  }

  private struct Logged {
    let text: String
    var lines: [Substring] { text.split(separator: "\n") }
  }

  private static func logging(_ body: (Logger) throws -> Void) throws -> Logged {
    let folder = try TemporaryFolder()
    let path = try folder.write("", to: "log")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try body(logger(handle))
    try handle.close()
    return Logged(text: try String(contentsOfFile: path, encoding: .utf8))
  }

  private static func logger(_ handle: FileHandle) -> Logger {
    Logger(label: "test") { JSONLogHandler(label: $0, output: LogOutput(descriptor: handle.fileDescriptor)) }
  }
}
