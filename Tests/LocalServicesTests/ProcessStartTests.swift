import Foundation
import LocalServices
import TestServices
import Testing

@Suite("Children that are started at the same moment") struct ProcessStartTests {
  /// Each task starts one that ends and one that stays, over and over; those that stay would hide the end of the others. Many
  /// open files make a start take longer, and so more likely to fall into another.
  @Test("the end of each is seen, whatever the others do") func ends() async throws {
    let ended = Signal(0)
    let files = try (0..<300).map { _ in try FileHandle(forReadingFrom: URL(filePath: "/dev/null")) }
    defer { withExtendedLifetime(files) {} }
    let input = try ChildPipe()
    try await withThrowingTaskGroup { group in
      for _ in 0..<Self.tasks {
        group.addTask { try Self.startPairs(ended, staysFor: input) }
      }
      try await group.waitForAll()
    }
    try await ended.wait(for: "the end of each child that ends") { $0 == Self.tasks * Self.pairs }
    try input.writing.close()
  }

  private static let tasks = 4
  private static let pairs = 40

  private static func startPairs(_ ended: Signal<Int>, staysFor input: ChildPipe) throws {
    for _ in 0..<pairs {
      try child("/bin/true") { ended.update { $0 += 1 } }
      try child("/bin/cat", reading: input.reading) {}
    }
  }

  private static func child(
    _ program: String,
    reading input: FileHandle = .nullDevice,
    atEnd: @escaping @Sendable () -> Void
  ) throws {
    let child = Process()
    child.executableURL = URL(filePath: program)
    (child.standardInput, child.standardOutput) = (input, FileHandle.nullDevice)
    child.terminationHandler = { _ in atEnd() }
    try child.start()
  }
}
