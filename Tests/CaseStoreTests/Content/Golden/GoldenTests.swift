import Foundation
import TestServices
import Testing

@Suite("What a release stored, those after it read") struct GoldenTests {
  /// Makes the files of a release; run once, before it goes out, and never again:
  /// `CASUSREGIE_WRITE_GOLDEN=0.1.0 scripts/test --filter GoldenTests`.
  private static let wanted = ProcessInfo.processInfo.environment["CASUSREGIE_WRITE_GOLDEN"]

  @Test(.enabled(if: wanted != nil), arguments: StoredType.all) func write(_ type: StoredType) throws {
    try GoldenFile(release: try #require(Self.wanted), type: type).write()
  }

  @Test(
    "each value, with all that was in it",
    .disabled(if: wanted != nil),
    arguments: GoldenFile.releases,
    StoredType.all
  )
  func everythingIsRead(release: String, type: StoredType) async throws {
    guard type.isStored(by: release) else { return }
    let golden = GoldenFile(release: release, type: type)
    let (read, expected) = try await blocking {
      (try golden.stored().map { Contained(try type.read($0)).lines }, try golden.contained())
    }
    #expect(read.count == expected.count && !read.isEmpty)
    // What came later may be there too.
    for (read, expected) in zip(read, expected) { #expect(expected.subtracting(read).isEmpty) }
  }

  /// Fails when a type gains or loses a field: then what is stored changes, and the files of the next release are due.
  @Test("the newest release has every field", .disabled(if: wanted != nil), arguments: StoredType.all)
  func noFieldIsNew(type: StoredType) async throws {
    let newest = GoldenFile(release: try #require(GoldenFile.releases.last), type: type)
    let fields = try await blocking {
      try type.samples().reduce(into: Set()) { $0.formUnion(Contained($1.value).fields) }
    }
    #expect(try newest.fields() == fields)
  }
}
