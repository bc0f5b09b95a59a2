import CaseCore
import Foundation
import TestServices
import Testing

/// What becomes of a member that a later release added to one of the objects of stored JSON.
@Suite("Stored JSON of a later release") struct LaterMemberTests {
  @Test(
    "is refused where it could mean something else, with the place of it",
    arguments: ["settings-entry", "calendar-address"]
  )
  func refused(type: String) async throws {
    let samples = try await Self.samples(of: type)
    #expect(!samples.isEmpty)
    for sample in samples { #expect(sample.refused == sample.place) }
  }

  @Test(
    "is read without it where it only tells something",
    arguments: ["approved-plan", "destruction-record", "account"]
  )
  func passedOver(type: String) async throws {
    let samples = try await Self.samples(of: type)
    #expect(!samples.isEmpty)
    for sample in samples { #expect(sample.isSame, "\(sample.place)") }
  }

  @Test("a change of a kind that is not known is refused, and so is one of two kinds or none") func kinds() throws {
    func read(_ text: String) throws { _ = try JSONDecoder().decode(SettingsChange.self, from: Data(text.utf8)) }
    let error = #expect(throws: UnknownMember.self) { try read(#"{"pause": {}}"#) }
    #expect(error?.description == "pause")
    // A part that another kind of change has.
    #expect(throws: UnknownMember.self) { try read(#"{"decreesKnown": {"year": 2026, "source": "x"}}"#) }
    #expect(throws: DecodingError.self) { try read("{}") }
    #expect(throws: DecodingError.self) {
      try read(#"{"decreesKnown": {"year": 2026}, "decreesUnknown": {"year": 2026}}"#)
    }
  }

  /// A value with one more member, at some place in it, and what came of reading it.
  private struct Sample: Sendable {
    var place: String
    var refused: String?
    var isSame = false
  }

  private static func samples(of type: String) async throws -> [Sample] {
    let stored = try #require(StoredType.all.first { $0.name == type })
    return try await blocking {
      try stored.samples().flatMap { value, data in
        let lines = Contained(value).lines
        return try extended(try JSONSerialization.jsonObject(with: data), at: "").map { place, json in
          let changed = try JSONSerialization.data(withJSONObject: json)
          do { return Sample(place: place, isSame: Contained(try stored.read(changed)).lines == lines) } catch {
            return Sample(place: place, refused: "\(error)")
          }
        }
      }
    }
  }

  /// Objects of which the names of the members are no part of the form.
  private static let maps: Set = ["plan.regions", "plan.deadlines", "fields"]

  private static func extended(_ json: Any, at path: String) -> [(place: String, json: Any)] {
    if let array = json as? [Any] {
      return array.indices.flatMap { index in
        extended(array[index], at: "\(path)[\(index)]").map { place, element in
          (place, array.enumerated().map { $0.offset == index ? element : $0.element })
        }
      }
    }
    guard let object = json as? [String: Any] else { return [] }
    let prefix = path.isEmpty ? "" : "\(path)."
    let own: [(place: String, json: Any)] =
      maps.contains(path) ? [] : [("\(prefix)later", object.merging(["later": 1]) { $1 })]
    return own
      + object.flatMap { key, member in
        extended(member, at: prefix + key).map { place, inner in (place, object.merging([key: inner]) { $1 }) }
      }
  }
}
