package import CaseCore
package import Foundation

/// The part of a journal entry that says something about a person, and the person who made it: encrypted, always.
package struct EntryContent: Codable {
  package var subject: String?
  package var fields: [String: Value]
  package var changes: [Change]
}

/// The form in which content is encrypted. Sorted keys: the same content is the same bytes.
package enum ContentCoder {
  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }()

  package static func encode(_ value: some Encodable) throws(StoreError) -> Data {
    do { return try encoder.encode(value) } catch { throw .corrupt("a content that cannot be written") }
  }

  package static func decode<Content: Decodable>(_ type: Content.Type, from data: Data) throws(StoreError) -> Content {
    do { return try JSONDecoder().decode(type, from: data) } catch { throw .corrupt("a content of another form") }
  }
}
