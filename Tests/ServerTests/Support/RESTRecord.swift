import Demo
import Foundation
import Synchronization
import TestServices
import Testing

/// What was answered over HTTP, to hold against `docs/openapi.yaml`.
///
/// It must find faults when an answer has a member that the document does not describe, lacks one that it asks, or has a status that the
/// operation does not name.
final class RESTRecord: Sendable {
  private let lines = Mutex<Set<String>>([])

  func take(_ answer: RESTAnswer) {
    take(answer.method, answer.path, answer.status, answer.headers, answer.body)
  }

  func take(_ method: String, _ path: String, _ status: Int, _ headers: [(name: String, value: String)], _ body: Data) {
    do {
      let line = try OpenAPIChecker.line(method, path, status, headers: headers, body: body)
      lines.withLock { _ = $0.insert(line) }
    } catch {
      Issue.record("an answer that cannot be written down: \(error)")
    }
  }

  /// Holds all of it to the document.
  /// - Returns: each operation that answered, with its status.
  @discardableResult
  func check(_ location: SourceLocation = #_sourceLocation) async throws -> Set<String> {
    let report = try await OpenAPIChecker.report(lines.withLock { $0.sorted() })
    #expect(report.faults == [], sourceLocation: location)
    return report.operations
  }
}

extension Answers {
  var record: RESTRecord {
    let record = RESTRecord()
    for answer in texts {
      let headers = answer.reply.headers.split(separator: "\n").map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return (name: String(parts[0]), value: parts.dropFirst().joined().trimmingCharacters(in: .whitespaces))
      }
      record.take(answer.method, answer.address, answer.status, headers, answer.reply.body)
    }
    return record
  }
}
