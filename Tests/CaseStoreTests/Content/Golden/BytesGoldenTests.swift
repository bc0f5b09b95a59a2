import Foundation
import Testing

/// What is encrypted is bound to a place and a key, and what is sealed goes by a recipe. With another one nothing of before could be opened or
/// verified, whatever golden files of its form say.
@Suite("What a release sealed, those after it open") struct BytesGoldenTests {
  /// Makes the file of a release; run once, before it goes out, and never again:
  /// `CASUSREGIE_WRITE_GOLDEN=0.2.0 scripts/test --filter GoldenTests`.
  private static let wanted = ProcessInfo.processInfo.environment["CASUSREGIE_WRITE_GOLDEN"]

  @Test(.enabled(if: wanted != nil)) func write() throws { try KeptBytes.write(#require(Self.wanted)) }

  @Test("each of its bytes is taken for what it is", .disabled(if: wanted != nil), arguments: KeptBytes.releases)
  func taken(release: String) throws {
    for (name, bytes) in try KeptBytes.read(release) {
      let kept = try #require(KeptBytes.all.first { $0.name == name }, "\(name)")
      #expect(try kept.isTaken(bytes), "\(name)")
    }
  }

  @Test("the newest release has all of them", .disabled(if: wanted != nil)) func newest() throws {
    let newest = try #require(GoldenFile.releases.last)
    #expect(try Set(KeptBytes.read(newest).keys) == Set(KeptBytes.all.map(\.name)))
  }

  @Test("what is made now is taken, and nothing else is", arguments: KeptBytes.all) func now(_ kept: KeptBytes) throws {
    var bytes = try kept.make()
    #expect(try kept.isTaken(bytes))
    bytes[bytes.startIndex] ^= 1
    // Either refused, or made as something else.
    let isTaken = (try? kept.isTaken(bytes)) ?? false
    #expect(!isTaken)
  }
}
