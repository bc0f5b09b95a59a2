/// What can be the value of a field.
///
/// Numbers of `content.proto` that are taken, and not used yet; with their first use they go into that file:
///
/// | message | number | of what |
/// |---|---|---|
/// | `Party` | 6 | whom the organisation acts for (`onBehalfOf`) |
/// | `EntryContent` | 6 | for whom an entry was given (`onBehalfOf`) |
package protocol MessageField {
  static var wireType: WireType { get }
  /// Whether it is a ``Message``.
  static var isMessage: Bool { get }
  /// What a field that is not there stands for.
  /// - Throws: when it must be there.
  static func absent() throws(StoreError) -> Self
  /// Whether it is what ``absent()`` gives, so that it need not be written.
  var isAbsent: Bool { get }
  func write(to writer: inout MessageWriter)
  init(from reader: inout MessageReader) throws(StoreError)
}

/// How a field says where it ends. The two others of Protocol Buffers, of a fixed width, are passed over and never written.
package enum WireType: UInt64 {
  case variable = 0
  case fixed64 = 1
  case delimited = 2
  case fixed32 = 5
}

extension MessageField {
  package static var isMessage: Bool { false }
  package static func absent() throws(StoreError) -> Self { throw MessageReader.unreadable }
  package var isAbsent: Bool { false }
}

/// A value that consists of fields itself. It writes its fields only: who writes the value says how long they are.
package protocol Message: MessageField {}

extension Message {
  package static var isMessage: Bool { true }
  package static var wireType: WireType { .delimited }
}
