/// An element of an array that is sent to PostgreSQL or read from it: a value, or an optional of one where NULL may occur.
public protocol PostgresElement: Sendable {
  static var postgresArrayType: PostgresType { get }

  static func encode(array: [Self], into buffer: inout PostgresBuffer)
  static func decode(array bytes: RawSpan, type: PostgresType) -> [Self]?
}

extension Array: PostgresValue, PostgresBindable where Element: PostgresElement {
  public static var postgresType: PostgresType { Element.postgresArrayType }

  public func encode(into buffer: inout PostgresBuffer) { Element.encode(array: self, into: &buffer) }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> [Element]? {
    Element.decode(array: bytes, type: type)
  }
}

extension PostgresElement where Self: PostgresValue {
  public static func encode(array: [Self], into buffer: inout PostgresBuffer) {
    ArrayFormat.writeHeader(count: array.count, hasNull: false, element: postgresType, into: &buffer)
    for element in array { buffer.appendLengthPrefixed { element.encode(into: &$0) } }
  }

  public static func decode(array bytes: RawSpan, type: PostgresType) -> [Self]? {
    guard var format = ArrayFormat(bytes, arrayType: type, declared: postgresArrayType) else { return nil }
    var elements: [Self] = []
    elements.reserveCapacity(format.count)
    for _ in 0..<format.count {
      guard let range = format.nextElement(of: bytes), !range.isNull,
        let element = decode(bytes.extracting(range.bytes), type: format.elementType)
      else { return nil }
      elements.append(element)
    }
    return elements
  }
}

extension Optional: PostgresElement where Wrapped: PostgresValue & PostgresElement {
  public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

  public static func encode(array: [Wrapped?], into buffer: inout PostgresBuffer) {
    let hasNull = array.contains { $0 == nil }
    ArrayFormat.writeHeader(count: array.count, hasNull: hasNull, element: Wrapped.postgresType, into: &buffer)
    for element in array {
      switch element {
      case .some(let value): buffer.appendLengthPrefixed { value.encode(into: &$0) }
      case .none: buffer.append(ArrayFormat.nullLength)
      }
    }
  }

  public static func decode(array bytes: RawSpan, type: PostgresType) -> [Wrapped?]? {
    guard var format = ArrayFormat(bytes, arrayType: type, declared: postgresArrayType) else { return nil }
    var elements: [Wrapped?] = []
    elements.reserveCapacity(format.count)
    for _ in 0..<format.count {
      guard let range = format.nextElement(of: bytes) else { return nil }
      if range.isNull {
        elements.append(nil)
      } else {
        guard let value = Wrapped.decode(bytes.extracting(range.bytes), type: format.elementType) else { return nil }
        elements.append(value)
      }
    }
    return elements
  }
}
