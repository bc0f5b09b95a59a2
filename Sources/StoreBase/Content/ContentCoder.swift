package import Foundation

/// The form in which content is encrypted: fields with numbers, in the wire format of Protocol Buffers, behind one byte that
/// says so. `content.proto` has the numbers.
///
/// Content is kept for as long as its case, and two releases may run side by side. So a number is given once, a field is never
/// taken away or made to mean something else, and one that is absent is empty. What a later release wrote in a value that this
/// one writes again is kept, unread: see ``LaterFields``. Where there is nowhere to keep it, and at a *choice* that it does not
/// know, a release says that it cannot read, and does nothing to the case. Of a field that is there twice the last one counts.
///
/// Sets and dictionaries are in order, so the same content is the same bytes.
package enum ContentCoder {
  /// The first byte. Of the forms 1 and 2, that releases before this one wrote, the values have no numbers: see
  /// ``FormerContent``.
  static let form: UInt8 = 3

  package static func encode(_ value: some Content) -> Data { encoded(value) }

  /// What no earlier release wrote in a form of before.
  package static func encoded(_ value: some Message) -> Data {
    var writer = MessageWriter(form: form)
    value.write(to: &writer)
    return Data(writer.bytes)
  }

  /// - Throws: ``StoreError/corrupt(_:)`` when the bytes are not those of a whole value in a known form.
  package static func decode<Value: Content>(_ type: Value.Type, from data: Data) throws(StoreError) -> Value {
    guard data.first == form else { return try FormerContentReader.decode(type, from: data) }
    return try decoded(type, from: data)
  }

  /// The inverse of ``encoded(_:)``.
  package static func decoded<Value: Message>(_ type: Value.Type, from data: Data) throws(StoreError) -> Value {
    guard data.first == form else { throw MessageReader.unreadable }
    var reader = MessageReader(data.dropFirst())
    return try Value(from: &reader)
  }
}

/// What can be encrypted content as a whole.
package typealias Content = FormerContent & Message
