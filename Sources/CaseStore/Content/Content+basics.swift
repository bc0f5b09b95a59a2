package import CaseCore
package import Foundation

extension String: Content {
  package func write(to writer: inout ContentWriter) { writer.write(self) }
  package init(from reader: inout ContentReader) throws(StoreError) { self = try reader.text() }
}

extension Int64: Content {
  package func write(to writer: inout ContentWriter) { writer.write(self) }
  package init(from reader: inout ContentReader) throws(StoreError) { self = try reader.number() }
}

extension Int: Content {
  package func write(to writer: inout ContentWriter) { writer.write(Int64(self)) }
  package init(from reader: inout ContentReader) throws(StoreError) {
    guard let number = Int(exactly: try reader.number()) else { throw ContentReader.unreadable }
    self = number
  }
}

extension Bool: Content {
  package func write(to writer: inout ContentWriter) { writer.choice(self ? 1 : 0) }
  package init(from reader: inout ContentReader) throws(StoreError) {
    switch try reader.choice() {
    case 0: self = false
    case 1: self = true
    default: throw ContentReader.unreadable
    }
  }
}

extension UUID: Content {
  package func write(to writer: inout ContentWriter) { withUnsafeBytes(of: uuid) { writer.raw($0) } }
  package init(from reader: inout ContentReader) throws(StoreError) {
    self = try reader.raw(16).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}

extension Instant: Content {
  package func write(to writer: inout ContentWriter) { writer.write(microseconds) }
  package init(from reader: inout ContentReader) throws(StoreError) { self.init(microseconds: try reader.number()) }
}

extension CivilDate: Content {
  package func write(to writer: inout ContentWriter) { writer.write(dayNumber) }
  package init(from reader: inout ContentReader) throws(StoreError) { self.init(dayNumber: try reader.read()) }
}

extension Optional: Content where Wrapped: Content {
  package func write(to writer: inout ContentWriter) {
    writer.write(self != nil)
    if let value = self { writer.write(value) }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
  }
}

extension Array: Content where Element: Content {
  package func write(to writer: inout ContentWriter) {
    writer.count(count)
    for element in self { writer.write(element) }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    let count = try reader.count()
    self.init()
    reserveCapacity(count)
    for _ in 0..<count { append(try reader.read()) }
  }
}

extension Set: Content where Element == String {
  package func write(to writer: inout ContentWriter) { writer.write(sorted()) }
  package init(from reader: inout ContentReader) throws(StoreError) { self.init(try reader.read([String].self)) }
}

extension Dictionary: Content where Key == String, Value: Content {
  package func write(to writer: inout ContentWriter) {
    writer.count(count)
    for (key, value) in sorted(by: { $0.key < $1.key }) {
      writer.write(key)
      writer.write(value)
    }
  }

  package init(from reader: inout ContentReader) throws(StoreError) {
    let count = try reader.count()
    self.init(minimumCapacity: count)
    for _ in 0..<count {
      let key = try reader.text()
      self[key] = try reader.read(Value.self)
    }
  }
}
