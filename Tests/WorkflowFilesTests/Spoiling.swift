import Foundation
import Testing
import WorkflowFiles

/// One edit that spoils the permit file. The mark `§` in the new text, itself left out, stands where the fault is expected.
struct Spoiling: CustomTestStringConvertible, Sendable {
  let find: String
  let replace: String
  let message: String

  init(_ find: String, _ replace: String, _ message: String) {
    self.find = find
    self.replace = replace
    self.message = message
  }

  var testDescription: String { "\(replace) → \(message)" }

  /// The spoilt file, and the line and column of the mark.
  func applied() throws -> (text: String, line: Int, column: Int) {
    let range = try #require(Permit.text.range(of: find), "not in the file: \(find)")
    let marked = Permit.text.replacingCharacters(in: range, with: replace)
    let mark = try #require(marked.firstIndex(of: "§"), "no mark in: \(replace)")
    let lines = marked[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
    return (marked.replacing("§", with: ""), lines.count, (lines.last?.count ?? 0) + 1)
  }

  /// Holds the spoilt file to exactly this fault.
  func expectOnlyFault(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (text, line, column) = try applied()
    let faults = faults(in: text)
    let fault = try #require(faults.count == 1 ? faults.first : nil, "\(faults)", sourceLocation: sourceLocation)
    #expect((fault.line, fault.column) == (line, column), "\(fault)", sourceLocation: sourceLocation)
    #expect(fault.message.contains(message), sourceLocation: sourceLocation)
  }
}
