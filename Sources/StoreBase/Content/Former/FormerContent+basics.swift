package import CaseCore
package import Foundation

extension String: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) { self = try reader.text() }
}

extension Int64: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) { self = try reader.number() }
}

extension Int: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    guard let number = Int(exactly: try reader.number()) else { throw FormerContentReader.unreadable }
    self = number
  }
}

extension Bool: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    switch try reader.choice() {
    case 0: self = false
    case 1: self = true
    default: throw FormerContentReader.unreadable
    }
  }
}

extension UUID: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self = try reader.raw(16).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}

extension Instant: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self.init(microseconds: try reader.number())
  }
}

extension CivilDate: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) { self.init(dayNumber: try reader.read()) }
}

extension Optional: FormerContent where Wrapped: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
  }
}

extension Array: FormerContent where Element: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    let count = try reader.count()
    self.init()
    reserveCapacity(count)
    for _ in 0..<count { append(try reader.read()) }
  }
}

extension Set: FormerContent where Element == String {
  package init(from reader: inout FormerContentReader) throws(StoreError) { self.init(try reader.read([String].self)) }
}

extension Dictionary: FormerContent where Key == String, Value: FormerContent {
  package init(from reader: inout FormerContentReader) throws(StoreError) {
    let count = try reader.count()
    self.init(minimumCapacity: count)
    for _ in 0..<count {
      let key = try reader.text()
      self[key] = try reader.read(Value.self)
    }
  }
}
