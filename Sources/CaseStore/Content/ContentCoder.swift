package import Foundation

/// The form in which content is encrypted: values one after the other, without names. Every command reads and writes a
/// case, an entry and an answer; as JSON that took a third of all its processor time.
///
/// A number is a variable-length integer, a text its length and its UTF-8, a list its count and its items, a choice a
/// number of its own and what belongs to it. Sets and dictionaries are in order, so the same content is the same bytes.
///
/// The first byte is the form's version. Content is kept for as long as its case: a change of what is written here is a new
/// version, and a reader of the new one asks ``ContentReader/version`` where the two differ. What is written is of the
/// first version that can hold it, so that a program of before reads all that has nothing new in it.
///
/// Version 2: a running deadline also has its repetition, and a part of a case the days by which its deadlines passed.
package enum ContentCoder {
  static let versions: ClosedRange<UInt8> = 1...2

  package static func encode(_ value: some Content) -> Data {
    var version = versions.lowerBound
    while true {
      var writer = ContentWriter(version: version)
      value.write(to: &writer)
      if writer.needed <= version { return Data(writer.bytes) }
      version = writer.needed
    }
  }

  /// - Throws: ``StoreError/corrupt(_:)`` when the bytes are not those of a whole value in a known version.
  package static func decode<Value: Content>(_ type: Value.Type, from data: Data) throws(StoreError) -> Value {
    var reader = try ContentReader(data)
    let value = try Value(from: &reader)
    guard reader.isAtEnd else { throw ContentReader.unreadable }
    return value
  }
}

/// What can be a part of encrypted content.
package protocol Content {
  func write(to writer: inout ContentWriter)
  init(from reader: inout ContentReader) throws(StoreError)
}
