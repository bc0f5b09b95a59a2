/// PostgreSQL's binary form of an array: dimensions, a NULL flag and the element's type; then of each dimension its size
/// and lower bound; then the elements, each preceded by its length. Only arrays of no or one dimension are read.
struct ArrayFormat {
  static let nullLength: Int32 = -1
  private static let headerLength = 12
  private static let dimensionLength = 8

  let count: Int
  let elementType: PostgresType
  private var position: Int

  static func writeHeader(count: Int, hasNull: Bool, element: PostgresType, into buffer: inout PostgresBuffer) {
    buffer.append(Int32(count == 0 ? 0 : 1))
    buffer.append(Int32(hasNull ? 1 : 0))
    buffer.append(element.rawValue)
    guard count > 0 else { return }
    buffer.append(Int32(clamping: count))
    buffer.append(Int32(1))
  }

  /// Reads the header; `nil` when these bytes are not an array of at most one dimension of the declared type.
  init?(_ bytes: RawSpan, arrayType: PostgresType, declared: PostgresType) {
    guard let dimensions = bytes.integer(as: Int32.self), (0...1).contains(dimensions),
      let element = bytes.integer(at: 8, as: UInt32.self)
    else { return nil }
    let elementType = PostgresType(rawValue: element)
    guard arrayType == declared || elementType.rawValue >= PostgresType.firstUserDefined else { return nil }
    self.elementType = elementType
    guard dimensions == 1 else {
      (count, position) = (0, Self.headerLength)
      return
    }
    // An element has at least its length word, so a count that is too large cannot reserve memory.
    guard let size = bytes.integer(at: Self.headerLength, as: Int32.self), size >= 0,
      Int(size) <= bytes.byteCount / 4
    else { return nil }
    count = Int(size)
    position = Self.headerLength + Self.dimensionLength
  }

  /// The position of the next element's bytes, or `nil` when the array ends too soon.
  mutating func nextElement(of bytes: RawSpan) -> (bytes: Range<Int>, isNull: Bool)? {
    guard let length = bytes.integer(at: position, as: Int32.self) else { return nil }
    position += 4
    guard length != Self.nullLength else { return (position..<position, true) }
    let end = position + Int(length)
    guard length >= 0, end <= bytes.byteCount else { return nil }
    defer { position = end }
    return (position..<end, false)
  }
}
