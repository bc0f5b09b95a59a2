import CaseCore
import Foundation
import LocalServices
import TestServices
import Testing

/// The description of what is stored, read by Protocol Buffers' own program.
@Suite("content.proto") struct ContentSchemaTests {
  private static let messages = [("Case", "case"), ("EntryContent", "entry"), ("Answer", "answer")]

  @Test("has every field that is written", arguments: messages)
  func everyFieldIsDescribed(message: String, type: String) async throws {
    let stored = try #require(StoredType.all.first { $0.name == type })
    let read = try await blocking {
      try stored.samples().map { try Self.decode($0.stored.dropFirst(), as: message) }
    }
    for content in read {
      #expect(content.status == 0, "\(content.text)")
      // A field without a name is shown by its number.
      let unknown = content.text.split(separator: "\n").filter { $0.drop { $0 == " " }.first?.isNumber == true }
      #expect(unknown == [])
      #expect(!content.text.isEmpty || content.isEmpty)
    }
  }

  private static func decode(
    _ data: Data,
    as message: String
  ) throws -> (isEmpty: Bool, status: Int32, text: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "casusregie-test-\(UUID())")
    try data.write(to: file)
    let result = Result { try decode(file, as: message) }
    try FileManager.default.removeItem(at: file)
    let (status, text) = try result.get()
    return (data.isEmpty, status, text)
  }

  private static func decode(_ file: URL, as message: String) throws -> (status: Int32, text: String) {
    let (protoc, output) = (Process(), try ChildPipe())
    protoc.executableURL = URL(filePath: "/usr/bin/protoc")
    let proto = ["--proto_path=\(ContentSchema.folder)", "content.proto"]
    protoc.arguments = proto + ["--decode=casusregie.content.\(message)"]
    protoc.standardInput = try FileHandle(forReadingFrom: file)
    protoc.standardOutput = output.writing
    try protoc.start()
    try output.writing.close()
    let text = try output.reading.readToEnd() ?? Data()
    protoc.waitUntilExit()
    return (protoc.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
