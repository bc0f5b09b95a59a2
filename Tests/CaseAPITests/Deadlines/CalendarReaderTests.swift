import CaseCore
import Foundation
import HTTPTypes
import LocalServices
import TestServices
import Testing

/// The calendar as three libraries read it that calendar programs are made with.
@Suite struct CalendarReaderTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardized

  private static func read(_ calendar: String) async throws -> Node {
    Node(try JSONSerialization.jsonObject(with: try await blocking { try json(of: calendar) }))
  }

  /// The first time, this installs the libraries.
  private static func json(of calendar: String) throws -> Data {
    let programs = try run("/bin/bash", [root.appending(path: "scripts/checkers/calendar-readers").path], input: "")
    let python = programs.trimmingCharacters(in: .whitespacesAndNewlines) + "/python"
    return Data(try run(python, [root.appending(path: "scripts/checkers/read-calendar.py").path], input: calendar).utf8)
  }

  private static func run(_ program: String, _ arguments: [String], input: String) throws -> String {
    let process = Process()
    let (stdin, stdout, stderr) = (try ChildPipe(), try ChildPipe(), try ChildPipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    (process.standardInput, process.standardOutput) = (stdin.reading, stdout.writing)
    process.standardError = stderr.writing
    try process.start()
    try stdout.writing.close()
    try stderr.writing.close()
    // A calendar of a test and what is said of it fit in the buffers of the pipes.
    try stdin.writing.write(contentsOf: Data(input.utf8))
    try stdin.writing.close()
    let output = try stdout.reading.readToEnd() ?? Data()
    let errors = try stderr.reading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: errors, as: UTF8.self))")
    return String(decoding: output, as: UTF8.self)
  }

  @Test func theyFindTheSame() async throws {
    let api = try await TestAPI.withTerms()
    let address = try await api.newCase()
    let reply = try await api.send(.get, "/v1/termijnen/agenda?rol=balie", as: TestAPI.counter)
    let dues = try await api.deadlines(as: TestAPI.counter).map {
      try Instant(rfc3339: #require($0["uiterlijkTijdstip"].text))
    }
    let lastDay = Amsterdam.date(at: dues[1].adding(microseconds: -1))
    func second(_ moment: Instant) -> String { "\(moment.description.prefix(19))Z" }
    let expected = [
      ["Beslissen", "\(lastDay)", "\(lastDay.adding(days: 1))", "1"],
      ["Terugbellen", second(dues[0].adding(seconds: -1_800)), second(dues[0]), "1"],
    ].map { words in
      ["Termijn: \(words[0]) · fase Ontvangen · casus \(address.suffix(36).prefix(8))"] + words.dropFirst()
    }
    let read = try await Self.read(reply.text)
    for reader in ["icalendar", "ics", "vobject"] {
      let found = read[reader]["events"].items.map { event in
        [event["summary"].text, event["start"].text, event["end"].text, event["alarms"].number.map(String.init)]
          .compactMap(\.self)
      }
      #expect(Set(found) == Set(expected), "\(reader)")
      #expect(read[reader]["zones"].number == 1, "\(reader)")
    }
  }

  @Test func theyReadACalendarWithoutDeadlines() async throws {
    let api = try await TestAPI()
    let read = try await Self.read(try await api.send(.get, "/v1/termijnen/agenda?rol=balie", as: TestAPI.counter).text)
    for reader in ["icalendar", "ics", "vobject"] {
      #expect(read[reader]["events"].items.isEmpty && read[reader]["zones"].number == 1, "\(reader)")
    }
  }
}
